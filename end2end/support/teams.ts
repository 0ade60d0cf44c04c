/** People for a table, in the order in which they come: short names and long ones, of many scripts. */
export const TEAM = [
  "Grace", "王小明", "ليلى", "Björn Þórsson", "Priya Ramanathan", "Jo", "Oluwaseun Adébáyò",
  "María José", "Dmitri", "Yuki", "प्रिया", "Kwame", "Łukasz", "Ngọc Ánh", "Σωκράτης",
  "Al", "Bea", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal", "Ida", "Jan", "Kim", "Lou", "Mia", "Ned",
];

const CARDS = ["5", "8", "5", "13", "?", "5", "3"];

/** A card for each of them, by name. */
export function dealt(names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, at) => [name, CARDS[at % CARDS.length] ?? "5"]));
}
