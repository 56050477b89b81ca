// The what-if page: what came of it follows the form as it changes. Without this the form's button does the same.
const REST = 150; // Milliseconds of rest before it is asked: a number is often typed in two strokes.

export function whatIf() {
  const place = document.querySelector("[data-what-if]");
  if (!place) return;
  const form = place.querySelector("#what-if-form");
  const result = place.querySelector("#what-if-result");
  const said = document.querySelector("#what-if-said");
  let resting;
  let running;
  let asked = question(form);

  // What the form says, without what it leaves as it is.
  function question(fields) {
    const filled = [...new FormData(fields)].filter(([name, value]) => value !== "" && value !== usual(fields.elements[name]));
    return new URLSearchParams(filled).toString();
  }

  function usual(field) {
    return field.localName === "select" && field.id !== "room" ? field.dataset.usual : null;
  }

  async function ask(again = false) {
    const now = question(form);
    if (now === asked && !again) return;
    asked = now;
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    result.setAttribute("aria-busy", "true");
    const address = `${place.dataset.whatIf}?${now}`;
    try {
      const answer = await fetch(address, { headers: { "X-Part": "result" }, signal });
      const text = await answer.text();
      if (answer.redirected) { location.assign(address); return; }
      result.innerHTML = text;
      history.replaceState(null, "", address);
      follow();
    } catch (fault) {
      if (fault.name === "AbortError") return;
      location.assign(address);
    }
    if (!signal.aborted) result.removeAttribute("aria-busy");
  }

  // Says the new sentence to who cannot see it, and asks once more where the simulator was not to be had.
  function follow() {
    const telling = result.querySelector("[data-sentence]");
    said.textContent = telling ? telling.dataset.sentence : result.querySelector(".govuk-error-summary__body")?.textContent.trim() ?? "";
    const again = Number(telling?.dataset.again ?? 0);
    if (again) setTimeout(() => ask(true), again * 1000);
  }

  function rest() {
    clearTimeout(resting);
    resting = setTimeout(ask, REST);
  }

  form.addEventListener("input", rest);
  form.addEventListener("change", rest);
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(resting); ask(true); });
  form.querySelector("#room")?.addEventListener("change", ({ target }) => {
    clearTimeout(resting);
    location.assign(`${place.dataset.whatIf}?room=${encodeURIComponent(target.value)}`);
  });
  follow();
}
