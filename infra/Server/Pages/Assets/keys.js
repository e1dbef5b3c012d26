import { $, h, act, api, empty, pill, say, when } from "./lib.js";

function made(answer) {
  $("#made").replaceChildren(h("div", { class: "banner" }, h("span", {}, h("strong", {}, "Copy it now, it is not shown again: "), h("code", { class: "secret" }, answer.key)),
    act("Copy", async () => { await navigator.clipboard.writeText(answer.key); return "Copied."; })));
}

async function load() {
  const { items } = await api("keys");
  $("#keys tbody").replaceChildren(...(items.length ? items.map(key => h("tr", {},
    h("th", { scope: "row" }, key.name), h("td", {}, h("code", {}, key.id)), h("td", {}, key.scope), h("td", {}, pill(key.state)), h("td", {}, when(key.createdAt)), h("td", {}, when(key.lastUsedAt)),
    h("td", { class: "actions" }, key.state !== "good" ? null : [
      act("Replace", async () => { made(await api(`keys/${key.id}/rotate`, { method: "POST", body: { overlapHours: 24 } })); await load(); return "The old key stays good for 24 hours."; },
        { ask: `Make a new key in place of “${key.name}”? Both are good for 24 hours.` }),
      act("Revoke", async () => { await api(`keys/${key.id}`, { method: "DELETE" }); await load(); return "Revoked."; }, { ask: `Revoke “${key.name}” (${key.id})? Whoever uses it is refused at once.` }),
    ]))) : [empty(7, "No key.")]));
}

$("#make").addEventListener("submit", async event => {
  event.preventDefault();
  const form = event.target;
  try {
    made(await api("keys", { method: "POST", body: { name: form.elements.name.value, scope: form.elements.scope.value } }));
    form.reset();
    await load();
  } catch (fault) {
    say(fault.message);
  }
});

load().catch(fault => say(fault.message));
