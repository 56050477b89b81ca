// What a page is asked while it is shown. It stays in the window from one page to the next, and so does axe-core.
(() => {
  // Colours depend on what an element is and stands in, and these attributes are all that the style sheet asks for besides.
  const STATES = ["type", "role", "open", "hidden", "disabled", "aria-current", "aria-expanded"];
  const STOPS = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const seen = {};
  let reached = [];
  let sent = 0;

  const named = (each) => each.type === "radio" ? each.name : each.id || each.name || each.textContent.trim();

  // Every kind of element that is visible: its tag, classes and state below those of what it stands in.
  function kinds() {
    const found = new Set();
    const go = (each, above) => {
      if (!each.checkVisibility()) return;
      const states = STATES.filter((name) => each.hasAttribute(name)).map((name) => `${name}=${each.getAttribute(name)}`);
      const kind = `${above}>${each.localName}.${each.className}[${states}]`;
      found.add(kind);
      for (const child of each.children) go(child, kind);
    };
    go(document.body, "");
    return found;
  }

  async function found(tags, colours) {
    const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false,
                      rules: { "color-contrast": { enabled: colours } } };
    const { violations } = await axe.run(document, options);
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0].html.slice(0, 160)}`);
  }

  // The faults of the page in a window of that width. always: also where nothing is visible of a kind that was not seen before.
  async function faults(width, tags, always) {
    const before = seen[width] ??= new Set();
    const fresh = [...kinds()].filter((kind) => !before.has(kind));
    for (const kind of fresh) before.add(kind);
    const excess = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return [...excess ? [`${excess} pixels wider than the window`] : [],
            ...always || fresh.length ? await found(tags, fresh.length > 0) : []];
  }

  // Where Tab stops in a form up to its last button; of radio buttons at one.
  function stops(form) {
    const groups = new Set();
    const found = [...form.querySelectorAll(STOPS)].filter((each) => {
      if (each.type === "hidden" || each.disabled || !each.checkVisibility({ visibilityProperty: true })) return false;
      if (each.type !== "radio") return true;
      const first = !groups.has(each.name);
      groups.add(each.name);
      return first;
    });
    const last = found.findLastIndex((each) => each.localName === "button");
    return found.slice(0, last + 1).map(named);
  }

  const ring = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";

  // A radio button's and a checkbox's ring is drawn by its label.
  function isMarked(each) {
    const labels = [...each.labels ?? []].map((label) => getComputedStyle(label, "::before"));
    return [getComputedStyle(each), ...labels].some(ring);
  }

  const forms = () => [...document.querySelectorAll("main form")];

  // Stand before a form; gives the stops that are to come.
  function begin(place) {
    const form = forms()[place];
    reached = [];
    sent = 0;
    form.tabIndex = -1;
    form.focus();
    form.addEventListener("focusin", ({ target }) => reached.push(isMarked(target) ? named(target) : `${named(target)} (unmarked)`));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("click", ({ target }) => { sent += target.localName === "button" ? 1 : 0; });
    return stops(form);
  }

  // Where each link of the error summary leads to, if to no control.
  function lost() {
    const links = [...document.querySelectorAll(".govuk-error-summary a[href^='#']")];
    return links.filter((link) => {
      link.click();
      return !document.activeElement.matches("input, select, textarea, button");
    }).map((link) => link.getAttribute("href"));
  }

  window.walk = { faults, begin, lost, count: () => forms().length, end: () => ({ reached, sent }),
                  focused: () => document.activeElement.className };
})();
