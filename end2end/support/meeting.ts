/** A meeting as the file of a room holds it: most topics have an estimate, and the views of five people came together. */
export function meeting() {
  const rounds: object[] = [];
  let began = Date.parse("2026-03-02T09:00:00Z");
  const topics = STORIES.map(([title, ...played], at) => {
    for (const [round, cards] of played.entries()) {
      const took = 1_000 * (95 + 37 * ((at * 5 + round * 3) % 7) - 30 * round);
      const laid = cards.split(" ").map((card, person) => ({ person: person + 1, card }));
      rounds.push({ topic: at + 1, began: new Date(began).toISOString().replace(".000", ""), took_ms: took, cards: laid });
      began += took + 40_000;
    }
    const key = `SHOP-${at + 101}`;
    const estimate = played.at(-1)?.split(" ")[0];
    return { key, title, link: `https://example.org/browse/${key}`, ...(estimate && { estimate }) };
  });
  const deck = "0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, ?, ☕";
  return { format: "team-poker", version: 1, name: "Platform team", deck, topics, people: PEOPLE, rounds };
}

const PEOPLE = ["Ada", "Grace", "Björn", "ليلى", "Priya"];

/** Titles, and of each round what everybody played. */
const STORIES: [string, ...string[]][] = [
  ["Log in with a passkey", "5 5 8 3 13", "8 8 8 8 8"],
  ["Search, filter and sort", "3 3 5 3 3", "3 3 3 3 3"],
  ["Say “sold out” in the basket", "1 1 1 1 2"],
  ["Pay by invoice", "5 13 5 8 ?", "8 8 5 8 13", "8 8 8 8 8"],
  ["Export orders as CSV", "2 3 2 2 2", "2 2 2 2 2"],
  ["Show stock by warehouse", "5 5 5 8 5"],
  ["Move images to the CDN", "13 8 5 8 21", "13 13 8 13 13"],
  ["Retry failed webhooks", "3 3 3 3 3"],
  ["Coupons for groups"],
  ["Two-factor for admins"],
  ["Archive old orders"],
  ["Refund in part"],
];
