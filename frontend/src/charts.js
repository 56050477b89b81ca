// Makes a chart readable month by month, with the pointer or the arrow keys. What draws it is loaded only when the chart
// comes into view; until then, and wherever anything fails, the picture that came with the page stands.
const NEARLY = "200px";
let drawing;

export function charts() {
  const places = [...document.querySelectorAll("[data-live-chart]")];
  if (!places.length || !("IntersectionObserver" in window) || navigator.connection?.saveData) return;
  const observer = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      // On a phone the place has no size: the narrow chart stays a picture there.
      if (isIntersecting && target.querySelector(".app-live__picture").getClientRects().length) {
        observer.unobserve(target);
        enliven(target).catch((fault) => { target.classList.add("app-live--off"); console.error(fault); });
      }
    }
  }, { rootMargin: NEARLY });
  for (const place of places) observer.observe(place);
}

async function enliven(place) {
  const [content] = await Promise.all([fetched(place.dataset.liveChart), script(place.dataset.script)]);
  const stage = element("div", "app-live__chart", { "aria-hidden": "true" });
  const keys = element("div", "app-live__keys app-chart app-chart__wide",
    { tabindex: "0", role: "application", "aria-label": place.dataset.label });
  keys.append(stage);
  // It is drawn out of sight: the picture stays until then.
  place.append(keys);
  const view = await window.answerableVega.draw(stage, content.vega);
  place.classList.add("app-live--on");
  listen(place, keys, stage, reader(place, view, content.points));
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

function script(address) {
  drawing ??= new Promise((resolve, reject) => {
    const tag = element("script", "", { src: address });
    tag.addEventListener("load", resolve);
    tag.addEventListener("error", reject);
    document.head.append(tag);
  });
  return drawing;
}

// Says what stands at a point, and marks it in the chart.
function reader(place, view, points) {
  const words = place.querySelector(".app-live__words");
  const hint = words.textContent;
  let at = null;
  return {
    points,
    get at() { return at; },
    read(slot) {
      if (slot === at) return;
      at = slot;
      view.signal("at", slot === null ? -1 : slot).runAsync();
      words.replaceChildren(...(slot === null ? [hint] : said(points[slot])));
    },
  };
}

function said({ title, lines }) {
  const strong = element("strong");
  strong.textContent = title;
  return [strong, `: ${lines.join(". ")}.`];
}

function listen(place, keys, stage, reading) {
  const last = reading.points.length - 1;
  const steps = {
    ArrowLeft: () => Math.max(0, (reading.at ?? last + 1) - 1), ArrowRight: () => Math.min(last, (reading.at ?? last) + 1),
    Home: () => 0, End: () => last, Escape: () => null,
  };
  keys.addEventListener("keydown", (event) => {
    if (!(event.key in steps) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    reading.read(steps[event.key]());
  });
  keys.addEventListener("focus", () => reading.read(reading.at ?? last));
  const point = (event) => reading.read(nearest(stage, reading.points, event.clientX));
  stage.addEventListener("pointermove", point);
  stage.addEventListener("pointerdown", point);
  // The words stay where they are until something else is pointed at, so that they can be read, copied and enlarged.
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") reading.read(null); });
}

// The point whose middle is nearest; the chart may be shown larger or smaller than it was drawn.
function nearest(stage, points, clientX) {
  const box = stage.querySelector("svg").getBoundingClientRect();
  const x = (clientX - box.left) / box.width * stage.querySelector("svg").viewBox.baseVal.width;
  return points.reduce((best, point, slot) => (Math.abs(point.x - x) < Math.abs(points[best].x - x) ? slot : best), 0);
}

function element(name, className = "", attributes = {}) {
  const made = document.createElement(name);
  if (className) made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
