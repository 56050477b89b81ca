// Draws a Vega specification. Only what the charts use is taken along, and expressions are interpreted instead of being made
// into functions, which the site's content security policy forbids.
import { transforms } from "vega-dataflow";
import * as encoding from "vega-encode";
import { expressionInterpreter } from "vega-interpreter";
import { parse } from "vega-parser";
import {
  aggregate, collect, compare, expression, facet, field, filter, formula, generate, key, multiextent, multivalues, params, prefacet,
  proxy, relay, sieve, subflow, tupleindex, values,
} from "vega-transforms";
import { extend } from "vega-util";
import { View } from "vega-view";
import * as viewing from "vega-view-transforms";

extend(transforms, viewing, encoding, {
  aggregate, collect, compare, expression, facet, field, filter, formula, generate, key, multiextent, multivalues, params, prefacet,
  proxy, relay, sieve, subflow, tupleindex, values,
});

// Everything is in the specification: nothing may be fetched because it names an address.
const refuse = () => Promise.reject(new Error("a chart loads nothing"));
const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

async function draw(container, specification) {
  const view = new View(parse(specification, null, { ast: true }),
    { container, expr: expressionInterpreter, loader, renderer: "svg", hover: false });
  await view.runAsync();
  return view;
}

window.answerableVega = { draw };
