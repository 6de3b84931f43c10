/** Where the assembly is on its agenda. */

const isDecided = (text) => ["adopted", "rejected"].includes(text?.vote);

/**
 * What the record says of the items, by their texts: `now` of the one under way, `next` of the first after it that is not
 * decided, else how it was decided. Of items without a text the record says nothing.
 * @param {{document: string | null}[]} items
 * @param {any[]} documents
 * @returns {(string | null)[]} null where there is nothing to say
 */
export function standings(items, documents) {
  const texts = items.map((item) => documents.find(({ document }) => document === item.document) ?? null);
  const [latest] = texts.filter((text) => text?.vote && !isDecided(text)).sort((a, b) => b.changed - a.changed);
  const current = texts.indexOf(latest);
  const after = current < 0 ? texts.findLastIndex(isDecided) : current;
  const next = texts.findIndex((text, i) => i > after && text && !isDecided(text));
  return texts.map((text, i) => (i === current ? "now" : i === next ? "next" : isDecided(text) ? text.vote : null));
}
