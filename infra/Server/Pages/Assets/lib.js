// What every page needs: elements, requests, words for numbers, and news by server-sent events.

export const $ = selector => document.querySelector(selector);
export const may = scope => ["read", "submit", "admin"].indexOf(document.body.dataset.scope) >= ["read", "submit", "admin"].indexOf(scope);

/** An element with attributes, listeners (onclick: f) and children; text is always text, never markup. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? name : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function say(text) {
  const status = $("#status");
  status.textContent = text;
  status.classList.add("shown");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => status.classList.remove("shown"), 6000);
}

/** A request to the API; a refusal becomes an Error with the server's sentence. */
export async function api(path, options = {}) {
  const { body, ...rest } = options;
  const request = { headers: { Accept: "application/json" }, ...rest };
  if (body instanceof FormData) request.body = body;
  else if (body !== undefined) {
    request.body = JSON.stringify(body);
    request.headers["Content-Type"] = "application/json";
  }
  const answer = await fetch(path.startsWith("/") ? path : "/api/v1/" + path, request);
  if (answer.status === 401) {
    location.href = "/sign-in?next=" + encodeURIComponent(location.pathname + location.search);
    throw new Error("The session has ended.");
  }
  if (answer.status === 204) return null;
  const type = answer.headers.get("content-type") ?? "";
  const value = type.includes("json") ? await answer.json() : null;
  if (!answer.ok) throw new Error(value?.detail ?? value?.title ?? `The server answered ${answer.status}.`);
  return value;
}

/** Does what a button says, once, and tells how it went. */
export function act(label, work, options = {}) {
  const button = h("button", { type: "button", class: options.class ?? "" }, label);
  button.addEventListener("click", async () => {
    if (options.ask && !await confirmed(options.ask, label)) return;
    button.disabled = true;
    try {
      const told = await work();
      if (typeof told === "string") say(told);
    } catch (fault) {
      say(fault.message);
    } finally {
      button.disabled = false;
    }
  });
  return button;
}

/** A question in a dialog; resolves to whether the answer was yes. */
export function confirmed(question, yes) {
  return new Promise(resolve => {
    const dialog = h("dialog", { "aria-label": question }, h("p", {}, question), h("form", { method: "dialog", class: "actions" },
      h("button", { value: "no" }, "No, leave it"), h("button", { value: "yes", class: "primary" }, yes)));
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export const words = { partlySucceeded: "partly succeeded", givenUp: "given up" };
export const pill = state => h("span", { class: "pill " + state.toLowerCase() }, words[state] ?? state);
export const number = value => value.toLocaleString("en-US");

export function span(seconds) {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} days`;
}

/** A time as people say it, with the exact one in its title. */
export function when(text) {
  if (!text) return h("span", { class: "soft" }, "–");
  const time = h("time", { datetime: text });
  tell(time);
  return time;
}
function tell(time) {
  const date = new Date(time.getAttribute("datetime"));
  const seconds = (Date.now() - date) / 1000;
  const ahead = seconds < -5;
  time.title = date.toLocaleString();
  time.textContent = Math.abs(seconds) < 5 ? "now" : Math.abs(seconds) > 86400 * 6 ? date.toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric" })
    : ahead ? `in ${span(-seconds)}` : `${span(seconds)} ago`;
}
export const retell = () => document.querySelectorAll("time[datetime]").forEach(tell);
setInterval(retell, 10000);
retell();

const parts = [["succeeded", "succeeded"], ["failed", "failed"], ["quarantined", "quarantined"], ["cancelled", "cancelled"], ["running", "running"], ["waiting", "waiting"], ["pending", "pending"]];

/** Counts of targets as one bar; what has no width has no part. */
export function bar(counts, large = false) {
  const total = Math.max(1, counts.total);
  const told = parts.filter(([name]) => counts[name] > 0).map(([name, word]) => `${number(counts[name])} ${word}`).join(", ");
  const strip = h("div", { class: "strip", role: "img", "aria-label": told || "no targets" },
    parts.filter(([name]) => counts[name] > 0 && name !== "pending").map(([name]) => {
      const part = h("i", { class: "part " + name });
      part.style.flexGrow = counts[name] / total;
      return part;
    }));
  if (counts.pending > 0) {
    const rest = h("i", { class: "part pending" });
    rest.style.flexGrow = counts.pending / total;
    strip.append(rest);
  }
  if (!large) return strip;
  return h("div", {}, strip, h("p", { class: "legend" }, parts.filter(([name]) => counts[name] > 0).map(([name, word]) =>
    h("span", {}, h("i", { class: "part " + name }), `${number(counts[name])} ${word}`))));
}

/** Pages of a list that is read by links: shows one, and knows the way back. */
export class Pager {
  constructor(place, first, show) {
    [this.place, this.show, this.links, this.turn] = [place, show, [first], 0];
  }
  async restart(first) {
    this.links = [first];
    await this.load();
  }
  async load() {
    const turn = ++this.turn;
    const page = await api(this.links.at(-1));
    if (turn !== this.turn) return;
    this.show(page.items);
    const before = h("button", { type: "button", disabled: this.links.length < 2 }, "← Previous");
    const after = h("button", { type: "button", disabled: !page.next }, "Next →");
    before.addEventListener("click", () => { this.links.pop(); this.load(); });
    after.addEventListener("click", () => { this.links.push(page.next); this.load(); });
    this.place.replaceChildren(...(this.links.length > 1 || page.next ? [before, h("span", {}, `Page ${this.links.length}`), after] : []));
  }
}

/** Filters by a form: what is in it, as a query; calls back when the typing pauses. */
export function filter(form, changed) {
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of asked) if (form.elements[name]) form.elements[name].value = value;
  const query = () => [...new FormData(form)].filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      history.replaceState(null, "", query().length ? "?" + query().join("&") : location.pathname);
      changed();
    }, 200);
  };
  form.addEventListener("input", later);
  form.addEventListener("submit", event => { event.preventDefault(); later(); });
  return query;
}

/** Calls back when something happened, at most once a second. */
export function follow(path, changed) {
  const source = new EventSource(path);
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => { waiting = false; changed(); }, 1000);
  };
  for (const kind of ["submitted", "targetsAdded", "paused", "resumed", "priorityChanged", "budgetsChanged", "retried", "cancelled", "ended"]) source.addEventListener("campaign." + kind, soon);
  for (const kind of ["started", "waiting", "retrying", "lost", "resampled", "ended"]) source.addEventListener("target." + kind, soon);
  addEventListener("pagehide", () => source.close());
  return source;
}

export const empty = (columns, text) => h("tr", { class: "empty" }, h("td", { colspan: columns }, text));
