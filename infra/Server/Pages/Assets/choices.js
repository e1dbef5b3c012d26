/** Seeds as people write them, 1,2,5 or 1-10, as numbers. */
export function seeds(text) {
  const list = text.split(",").map(part => part.trim()).filter(Boolean).flatMap(part => {
    const range = /^(\d+)-(\d+)$/.exec(part);
    if (!range) return /^\d+$/.test(part) ? [Number(part)] : [NaN];
    const [from, to] = [Number(range[1]), Number(range[2])];
    return to >= from && to - from < 10000 ? Array.from({ length: to - from + 1 }, (_, i) => from + i) : [NaN];
  });
  if (list.length === 0 || list.some(Number.isNaN)) throw new Error("Seeds are numbers, as 1,2,5 or 1-10.");
  return list;
}

/** Fills a choice of workflows with those that are published. */
export function workflows(select, api, h, say) {
  api("workflows?take=200").then(page => select.replaceChildren(...page.items.filter(item => item.isPublished)
    .map(item => h("option", { value: item.id, selected: item.id === "fold" }, item.name)))).catch(fault => say(fault.message));
}
