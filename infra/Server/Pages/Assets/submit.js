import { $, h, api, may, number, say, span } from "./lib.js";
import { seeds, workflows } from "./choices.js";

const form = $("#submit");
const examples = ">1L2Y\nNLYIQWLKDGGPSSGRPPPS\n";
$("#example").addEventListener("click", () => {
  $("#fasta").value = examples;
  if (!$("#name").value) $("#name").value = "Trp-cage";
  changed();
});

workflows($("#workflow"), api, h, say);

function request() {
  const value = name => form.elements[name].value.trim();
  const asked = { name: value("name"), workflow: $("#workflow").value, priority: Number(value("priority") || 0), fasta: value("fasta") || undefined };
  if (!asked.name) { $("#name").focus(); throw new Error("Give the campaign a name."); }
  if (!asked.fasta && $("#files").files.length === 0) { $("#fasta").focus(); throw new Error("Paste sequences or choose files."); }
  asked.inputs = { Seeds: seeds(value("seeds")), Samples: Number(value("samples") || 5), UseMsa: $("#msa").checked };
  if (value("steps")) asked.inputs.Steps = Number(value("steps"));
  if (value("cycles")) asked.inputs.Cycles = Number(value("cycles"));
  const databases = [...form.querySelectorAll("input[name=database]")];
  if (databases.length) asked.inputs.Databases = databases.filter(box => box.checked).map(box => box.value);
  if (value("budget")) asked.budgets = { deviceHours: Number(value("budget")) };
  return asked;
}

async function send(path, key) {
  const asked = request();
  const files = $("#files").files;
  const headers = { Accept: "application/json", ...(key ? { "Idempotency-Key": key } : {}) };
  if (files.length === 0) {
    headers["Content-Type"] = "application/json";
    return api(path, { method: "POST", headers, body: asked });
  }
  const body = new FormData();
  body.append("campaign", JSON.stringify(asked));
  for (const file of files) body.append("files", file);
  return api(path, { method: "POST", headers, body });
}

const fault = text => {
  $("#fault").textContent = text;
  $("#fault").className = text ? "alert" : "";
};
const changed = () => {
  $("#plan").replaceChildren();
  $("#start").hidden = true;
  fault("");
};
form.addEventListener("input", changed);

form.addEventListener("submit", async event => {
  event.preventDefault();
  fault("");
  $("#show").disabled = true;
  try {
    const plan = await send("campaigns/plan");
    const facts = [
      ["Targets", number(plan.targets) + (plan.duplicates ? `, ${number(plan.duplicates)} of them the same as others` : "")],
      ["Largest", `${number(plan.largestTokens)} tokens`],
      ["Searches", plan.searches ? `${number(plan.searches)} ${plan.searches === 1 ? "sequence" : "sequences"}, known ones from the cache` : "none"],
      ["Structures", number(plan.structures)],
      plan.seconds !== undefined && ["Network", `about ${span(plan.seconds)} on this server`],
      plan.peakMb !== undefined && ["Peak memory", `${(plan.peakMb / 1000).toFixed(1)} GB`],
      ["Model", plan.model + (plan.weightsLabel ? ` (${plan.weightsLabel})` : "")],
    ].filter(Boolean);
    $("#plan").replaceChildren(h("h2", {}, "The plan"), h("dl", { class: "facts" }, facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
      ...(plan.tooLarge.length ? [h("p", { class: "alert" }, `Too large for this server’s memory: ${plan.tooLarge.slice(0, 5).join(", ")}${plan.tooLarge.length > 5 ? " …" : ""}`)] : []),
      ...plan.notices.slice(0, 10).map(text => h("p", { class: "note" }, text)));
    $("#start").hidden = !may("submit");
    if (may("submit")) $("#start").focus();
    else fault("This key may not submit; it has the scope read.");
  } catch (problem) {
    fault(problem.message);
  } finally {
    $("#show").disabled = false;
  }
});

$("#start").addEventListener("click", async () => {
  $("#start").disabled = true;
  try {
    // A click that is repeated because an answer was lost submits nothing twice.
    send.key ??= crypto.randomUUID?.() ?? `page-${Date.now()}-${Math.random().toString(36).slice(2)}`;
    const made = await send("campaigns", send.key);
    location.href = made.links.page;
  } catch (problem) {
    fault(problem.message);
    $("#start").disabled = false;
    send.key = undefined;
  }
});
