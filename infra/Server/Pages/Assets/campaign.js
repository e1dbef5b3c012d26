import { $, h, act, api, bar, empty, filter, follow, may, number, Pager, pill, retell, say, span, when } from "./lib.js";

const id = $("#campaign").dataset.id;
const path = `campaigns/${id}`;
const body = $("#targets tbody");
const query = filter($("#filter"), () => pager.restart(first()));
const first = () => `${path}/targets?` + ["take=100", ...query()].join("&");
const pager = new Pager($("#pager"), first(), targets => {
  body.replaceChildren(...targets.map(row));
  if (targets.length === 0) body.append(empty(6, "No target fits the filter."));
});

function row(target) {
  const took = target.startedAt ? (new Date(target.endedAt ?? Date.now()) - new Date(target.startedAt)) / 1000 : NaN;
  const told = target.failure ? `${target.failure.class}: ${target.failure.message}` : target.sharedWith ? `same as ${target.sharedWith}` : target.waitsFor ?? (target.rounds ? `${target.rounds} more rounds of seeds` : "");
  return h("tr", {},
    h("th", { scope: "row" }, h("a", { href: target.links.page }, target.name)),
    h("td", {}, pill(target.state)),
    h("td", {}, target.activity ?? ""),
    h("td", {}, when(target.startedAt)),
    h("td", { class: "n" }, span(took)),
    h("td", { class: "wide" }, told));
}

const open = ["running", "paused"];
function show(campaign) {
  $("#state").replaceChildren(pill(campaign.state));
  $("#bar").replaceChildren(bar(campaign.counts, true));
  $("#paused").hidden = !campaign.pausedBecause;
  $("#paused").textContent = campaign.pausedBecause ?? "";
  const waits = Object.entries(campaign.waitsFor ?? {});
  $("#waits").hidden = waits.length === 0;
  const wanting = waits.map(([why, count]) => `${number(count)} ${count === 1 ? "target" : "targets"}: ${why}`).join(" ");
  // Said again only when it changed, as readers of the screen hear it.
  if ($("#waits").textContent !== wanting) $("#waits").textContent = wanting;
  const failed = campaign.counts.failed + campaign.counts.quarantined;
  const ended = campaign.counts.total - campaign.counts.pending - campaign.counts.running - campaign.counts.waiting;
  const facts = [
    ["Targets", `${number(ended)} of ${number(campaign.counts.total)} ended`],
    campaign.targetsPerHour > 0 && ["Rate", `${number(Math.round(campaign.targetsPerHour * 10) / 10)} targets an hour`],
    campaign.expectedEnd && open.includes(campaign.state) && ["Done", when(campaign.expectedEnd)],
    ["Time worked on", span(campaign.activeSeconds ?? 0)],
    ["Device time", span((campaign.deviceHours ?? 0) * 3600) + (campaign.budgets?.deviceHours ? ` of ${campaign.budgets.deviceHours} h` : "")],
    ["Priority", String(campaign.priority)],
    ["Workflow", h("a", { href: `/designer/edit/${encodeURIComponent(campaign.workflow)}` }, `${campaign.workflow} v${campaign.workflowVersion}`)],
    ["Submitted", h("span", {}, when(campaign.createdAt), campaign.scheduleId ? [" by a ", h("a", { href: "/schedules" }, "schedule")] : ` by ${campaign.createdBy}`)],
    campaign.clonedFrom && ["Cloned from", h("a", { href: `/campaigns/${campaign.clonedFrom}` }, campaign.clonedFrom)],
  ].filter(Boolean);
  $("#facts").replaceChildren(...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
  const classes = Object.entries(campaign.failures ?? {}).filter(([, count]) => count > 0);
  $("#failures").hidden = classes.length === 0;
  $("#failures .chips").replaceChildren(...classes.map(([name, count]) => h("a", { class: "chip", href: `?class=${name}` }, h("strong", {}, number(count)), ` ${name}`)),
    h("a", { href: `/api/v1/${path}/failures?format=csv`, download: true }, "failures.csv"));
  buttons(campaign, failed);
}

function buttons(campaign, failed) {
  const post = (verb, told, value) => async () => { const answer = await api(`${path}/${verb}`, { method: "POST", body: value }); await load(); return typeof told === "function" ? told(answer) : told; };
  const list = [];
  if (may("submit")) {
    if (campaign.state === "running") list.push(act("Pause", post("pause", "Paused: what runs may end, nothing more begins.")));
    if (campaign.state === "paused") list.push(act("Resume", post("resume", "It goes on."), { class: "primary" }));
    if (failed > 0 && campaign.state !== "cancelling") list.push(act("Retry failed", post("retry", answer => `${number(answer.targets)} targets are tried again.`, {})));
    if (open.includes(campaign.state)) list.push(act("Cancel", post("cancel", "Cancelling."), { ask: `Cancel “${campaign.name}”? What has ended is kept.` }));
    list.push(act("Clone", async () => { const made = await api(`${path}/clone`, { method: "POST", body: {} }); location.href = made.links.page; },
      { ask: `Submit a copy of “${campaign.name}” with the same targets and parameters?` }));
    if (campaign.links.delete) list.push(act("Delete", async () => { await api(path, { method: "DELETE" }); location.href = "/"; },
      { ask: `Delete “${campaign.name}” and the record of its targets? Structures stay in the artifact store until unused artifacts are collected.` }));
  }
  list.push(h("a", { class: "button", href: `/api/v1/${path}/ranking?format=csv`, download: true }, "ranking.csv"));
  const focused = document.activeElement?.textContent;
  $("#buttons").replaceChildren(...list);
  // The one that was just pressed keeps the focus.
  list.find(button => focused && button.textContent === focused)?.focus();
}

let told = -1;
async function best(campaign) {
  if (campaign.counts.succeeded === 0 || campaign.counts.succeeded === told) return;
  told = campaign.counts.succeeded;
  const ranking = await api(`${path}/ranking?take=10`);
  $("#best").hidden = ranking.items.length === 0;
  $("#best ol").replaceChildren(...ranking.items.map(line => h("li", {}, h("a", { href: `/campaigns/${id}/targets/${encodeURIComponent(line.target)}` }, line.target),
    h("span", { class: "n" }, line.rankingScore === undefined ? "–" : line.rankingScore.toFixed(3)))));
}

async function load() {
  try {
    const campaign = await api(path);
    show(campaign);
    await pager.load();
    await best(campaign);
    retell();
  } catch (fault) {
    say(fault.message);
  }
}

load();
follow("/api/v1/events", load);
