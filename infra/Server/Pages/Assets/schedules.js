import { $, h, act, api, empty, may, number, pill, say, when } from "./lib.js";
import { seeds, workflows } from "./choices.js";

const words = { runOnce: "makes up for one", skip: "leaves out", cancelPrevious: "cancels the earlier", allow: "runs both" };
const exact = (text, zone) => new Date(text).toLocaleString(undefined, {
  timeZone: zone, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
  ...(new Date(text).getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" }),
});

function row(schedule) {
  const change = (verb, told) => act(verb === "enable" ? "Enable" : "Disable", async () => { await api(`schedules/${schedule.id}/${verb}`, { method: "POST" }); await load(); return told; });
  return h("tr", {},
    h("th", { scope: "row" }, schedule.name, h("small", {}, ` ${schedule.workflow} v${schedule.workflowVersion}`)),
    h("td", {}, pill(schedule.enabled ? "enabled" : "disabled")),
    h("td", {}, schedule.cron ? [h("code", {}, schedule.cron), h("br"), h("small", {}, schedule.timeZone)] : ["files in ", h("code", {}, schedule.watched)]),
    h("td", { class: "times" }, schedule.next.length ? [when(schedule.next[0]), h("ul", {}, schedule.next.slice(0, 3).map(next => h("li", {}, exact(next, schedule.timeZone))))] : h("span", { class: "soft" }, "–")),
    h("td", { class: "wide" }, when(schedule.lastAt), schedule.lastCampaign ? [h("br"), h("a", { href: `/campaigns/${schedule.lastCampaign}` }, "its campaign")] : null,
      schedule.lastNote ? [h("br"), h("small", {}, schedule.lastNote)] : null),
    h("td", {}, schedule.cron ? [words[schedule.missed], h("br"), words[schedule.overlap]] : h("span", { class: "soft" }, "every file runs once")),
    h("td", { class: "n" }, schedule.cron ? number(schedule.targets) : "–"),
    h("td", { class: "actions" }, !may("admin") ? null : [
      schedule.enabled && schedule.cron ? act("Run now", async () => { await api(`schedules/${schedule.id}/run`, { method: "POST" }); await load(); return "A run comes within a second or two."; }) : null,
      schedule.enabled ? change("disable", "It submits nothing until it is enabled.") : change("enable", "It submits again."),
      h("button", { type: "button", onclick: () => edit(schedule) }, "Edit"),
      act("Remove", async () => { await api(`schedules/${schedule.id}`, { method: "DELETE" }); await load(); return "Removed."; }, { ask: `Forget “${schedule.name}”? Its campaigns stay.` }),
    ]));
}

async function load() {
  try {
    const { items } = await api("schedules");
    $("#schedules tbody").replaceChildren(...(items.length ? items.map(row) : [empty(8, may("admin") ? "No schedule yet. Add one below." : "No schedule yet. A key with the scope admin adds one.")]));
  } catch (fault) {
    say(fault.message);
  }
}

const form = $("#schedule");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const example = $("#fasta")?.placeholder;
let edited = null;

/** The form as it begins: for a schedule that is to be added. */
function blank() {
  edited = null;
  form.reset();
  form.dispatchEvent(new Event("change"));
  for (const kind of form.elements.kind) kind.disabled = false;
  $("#folder").disabled = false;
  if (here) $("#zone").value = here;
  $("#fasta").placeholder = example;
  $("#add summary").textContent = "Add a schedule";
  form.querySelector("[type=submit]").textContent = "Keep the schedule";
  $("#stop").hidden = true;
  $("#fault").textContent = $("#fault").className = "";
}

/** The form with a schedule in it, to be changed. */
function edit(schedule) {
  blank();
  edited = schedule;
  form.elements.kind.value = schedule.cron ? "cron" : "folder";
  for (const kind of form.elements.kind) kind.disabled = true;
  $("#folder").disabled = true;
  form.dispatchEvent(new Event("change"));
  const inputs = schedule.inputs;
  const values = { name: schedule.name, cron: schedule.cron ?? "", zone: schedule.timeZone ?? "UTC", folder: schedule.watched ?? "", missed: schedule.missed, overlap: schedule.overlap,
    seeds: (inputs.Seeds ?? [1]).join(", "), samples: inputs.Samples ?? 5, priority: schedule.priority, budget: schedule.budgets?.deviceHours ?? "" };
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  $("#cron").dispatchEvent(new Event("input"));
  $("#msa").checked = inputs.UseMsa ?? true;
  const select = $("#workflow");
  if (![...select.options].some(option => option.value === schedule.workflow)) select.append(h("option", { value: schedule.workflow }, schedule.workflow));
  select.value = schedule.workflow;
  $("#fasta").placeholder = schedule.targets === 1 ? "The target it has; write others to replace it." : `The ${number(schedule.targets)} targets it has; write others to replace them.`;
  $("#add summary").textContent = `Change “${schedule.name}”`;
  form.querySelector("[type=submit]").textContent = "Change the schedule";
  $("#stop").hidden = false;
  $("#add").open = true;
  $("#name").focus();
}

if (form) {
  workflows($("#workflow"), api, h, say);
  if (here) $("#zone").value = here;
  $("#stop").addEventListener("click", () => { blank(); $("#add").open = false; });
  $("#zones").replaceChildren(...["UTC", ...(Intl.supportedValuesOf?.("timeZone") ?? [])].map(zone => h("option", { value: zone })));
  $("#preset").addEventListener("change", () => { if ($("#preset").value) $("#cron").value = $("#preset").value; else $("#cron").focus(); });
  $("#cron").addEventListener("input", () => { $("#preset").value = [...$("#preset").options].some(option => option.value === $("#cron").value) ? $("#cron").value : ""; });
  form.addEventListener("change", () => {
    for (const part of form.querySelectorAll("[data-kind]")) part.hidden = part.dataset.kind !== form.elements.kind.value;
  });
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const value = name => form.elements[name].value.trim();
    const fault = text => { $("#fault").textContent = text; $("#fault").className = text ? "alert" : ""; };
    fault("");
    try {
      const asked = {
        name: value("name"), workflow: value("workflow"), missed: value("missed"), overlap: value("overlap"), priority: Number(value("priority") || 0),
        inputs: { Seeds: seeds(value("seeds")), Samples: Number(value("samples") || 5), UseMsa: $("#msa").checked },
        ...(value("budget") ? { budgets: { ...edited?.budgets, deviceHours: Number(value("budget")) } } : edited ? { budgets: { ...edited.budgets, deviceHours: null } } : {}),
        ...(form.elements.kind.value === "folder" ? edited ? {} : { folder: value("folder") } : { cron: value("cron"), timeZone: value("zone"), fasta: value("fasta") || undefined }),
      };
      // The version it keeps stays, unless another workflow is chosen.
      if (edited && edited.workflow === asked.workflow) delete asked.workflow;
      const files = form.elements.kind.value === "cron" ? [...$("#files").files] : [];
      const [place, method] = edited ? [`schedules/${edited.id}`, "PATCH"] : ["schedules", "POST"];
      const body = new FormData();
      body.append("schedule", JSON.stringify(asked));
      for (const file of files) body.append("files", file);
      await api(place, { method, body: files.length ? body : asked });
      const told = edited ? "The schedule is changed." : "The schedule is kept.";
      blank();
      $("#add").open = false;
      await load();
      say(told);
    } catch (problem) {
      fault(problem.message);
    }
  });
}

load();
setInterval(load, 15000);
