import { $, h, act, api, follow, may, say } from "./lib.js";

const { api: path, state } = $("#target").dataset;
const ended = ["succeeded", "failed", "quarantined", "cancelled"];
const size = bytes => bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
const link = (address, text) => h("a", { href: address, download: true }, text);

async function load() {
  const target = await api(path);
  if (target.state !== state) { location.reload(); return; }
  const rows = [];
  if (target.links.structure) {
    const of = location.search || "";
    rows.push(["Model (mmCIF)", link(target.links.structure + of, "model.cif")], ["Scores", link(target.links.summary + of, "summary_confidences.json")],
      ["Confidences", link(target.links.confidences + of, "confidences.json")]);
    const alignments = await api(target.links.alignments);
    for (const each of alignments.items) if (each.rows > 0)
      rows.push([`Alignment, chain ${each.chains.join(", ")}`, h("span", {}, link(each.a3m, "a3m"), ` ${each.rows} rows${each.databases.length ? " from " + each.databases.join(", ") : ""}`)]);
  }
  const stored = target.artifacts.map(each => [each.role, h("span", {}, link(`${path}/artifacts/${each.sha256}`, each.sha256.slice(0, 12)), ` ${each.mediaType}, ${size(each.length)}`)]);
  const table = list => h("table", {}, h("tbody", {}, list.map(([name, value]) => h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, value)))));
  $("#files .scroll").replaceChildren(...(rows.length ? [table(rows)] : []), h("details", {}, h("summary", {}, `${stored.length} artifacts`), table(stored)));
  const buttons = [];
  if (may("submit")) {
    if (["failed", "quarantined"].includes(state)) buttons.push(act("Retry", async () => { await api(`${path}/retry`, { method: "POST", body: {} }); location.reload(); }, { class: "primary" }));
    if (!ended.includes(state)) buttons.push(act("Cancel", async () => { await api(`${path}/cancel`, { method: "POST", body: {} }); return "Cancelling."; }, { ask: "Cancel this target?" }));
  }
  if (target.links.structure) buttons.push(h("a", { class: "button", href: target.links.structure + (location.search || ""), download: true }, "Download model"));
  $("#buttons").replaceChildren(...buttons);
}

const again = () => load().catch(fault => say(fault.message));
again();
if (!ended.includes(state)) follow("/api/v1/events", again);
