import { $, h, api, bar, empty, filter, follow, number, Pager, pill, say, when } from "./lib.js";

const body = $("#campaigns tbody");
const query = filter($("#filter"), () => pager.restart(first()));
const first = () => "campaigns?" + ["take=50", ...query()].join("&");
const pager = new Pager($("#pager"), first(), campaigns => {
  body.replaceChildren(...campaigns.map(row));
  if (campaigns.length === 0) body.append(empty(7, query().length ? "No campaign fits the filter." : h("span", {}, "No campaign yet. ", h("a", { href: "/submit" }, "Submit the first one"), ".")));
});

function row(campaign) {
  const counts = campaign.counts;
  const failed = counts.failed + counts.quarantined;
  const ended = counts.succeeded + failed + counts.cancelled;
  return h("tr", {},
    h("th", { scope: "row" }, h("a", { href: `/campaigns/${campaign.id}` }, campaign.name), campaign.priority ? h("small", {}, ` priority ${campaign.priority}`) : null),
    h("td", {}, pill(campaign.state)),
    h("td", { class: "progress" }, bar(counts), h("small", {}, `${Math.floor(100 * ended / Math.max(1, counts.total))} %`)),
    h("td", { class: "n" }, number(counts.total)),
    h("td", { class: failed ? "n bad" : "n soft" }, number(failed)),
    h("td", {}, `${campaign.workflow} v${campaign.workflowVersion}`),
    h("td", {}, when(campaign.createdAt), h("small", {}, campaign.scheduleId ? " by schedule" : ` by ${campaign.createdBy}`)));
}

const load = () => pager.load().catch(fault => say(fault.message));
load();
follow("/api/v1/events", load);
