/**
 * Seats in a half circle, grouped by delegation: what each voted is told by shape as well as by colour. With its legend,
 * and the same numbers as a table for those who cannot see it.
 */
import { t } from "./text.js";
import { element, number } from "./view.js";

/**
 * @typedef {{label: string, name: string, seats: number, weight: number, yes: number, no: number, abstain: number}} Delegation
 *   its name in the record and to people, mandates entitled, the weight of each, and how many of them voted what
 * @typedef {{x: number, y: number, size: number, choice: string, delegation: number}} Seat
 */

export const CHOICES = ["yes", "no", "abstain", "absent"];
/** The drawing is so wide; the half circle stands on the middle of its lower edge. */
const [WIDTH, HEIGHT, BASE] = [268, 124, 114];
const [INNER, OUTER] = [34, 94];
const LARGEST = 7;
/** A seat of the least weight is never drawn smaller than this part of the heaviest. */
const SMALLEST = 0.55;
/** Of the numbers around it: how high they are, how wide a digit is at most, and what is left free before and between them. */
const [LABEL, DIGIT, AIR] = [20, 13, 4];
/** They stand out of the seats' own room at the top. */
const ABOVE = 10;
const NAMESPACE = "http://www.w3.org/2000/svg";

/** How many mandates of a delegation did each thing, in the order of CHOICES. */
function votesOf({ seats, yes, no, abstain }) {
  return [yes, no, abstain, seats - yes - no - abstain];
}

/** The radii of the rows, innermost first, so that seats stand about as far from their row as from each other. */
function rowsOf(seats) {
  const radii = (rows) => Array.from({ length: rows }, (_, i) => OUTER - (i * (OUTER - INNER)) / Math.max(1, rows - 1)).reverse();
  const room = (rows) => Math.min((Math.PI * sum(radii(rows))) / seats, (OUTER - INNER) / Math.max(1, rows - 1));
  let best = 1;
  for (let rows = 2; rows <= seats && room(rows) >= room(best); rows += 1) best = rows;
  return { radii: radii(best), pitch: room(best) };
}

/** Whole numbers that add up to `total`, in proportion to `shares` (largest remainders). */
function apportion(total, shares) {
  const exact = shares.map((share) => (total * share) / sum(shares));
  const whole = exact.map(Math.floor);
  const order = exact.map((value, i) => [value - whole[i], i]).sort(([a, i], [b, j]) => b - a || j - i);
  for (const [, i] of order.slice(0, total - sum(whole))) whole[i] += 1;
  return whole;
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * Where each seat is: delegations side by side from the left, with an aisle between them.
 * @param {Delegation[]} delegations
 * @returns {{seats: Seat[], aisles: {x: number, y: number}[][]}} in units of the drawing, `size` a radius
 */
export function seatsOf(delegations) {
  const total = sum(delegations.map(({ seats }) => seats));
  if (total === 0) return { seats: [], aisles: [] };
  const { radii, pitch } = rowsOf(total);
  const doors = delegations.length - 1;
  const aisle = Math.min(pitch * 0.7, (0.25 * Math.PI * radii[0]) / Math.max(1, doors));
  const heaviest = Math.max(...delegations.map(({ weight }) => weight));
  const lengths = radii.map((radius) => Math.PI * radius - doors * aisle);
  const counts = apportion(total, lengths);
  const spacing = Math.min(pitch, ...counts.map((count, row) => lengths[row] / Math.max(1, count - 1)));
  const places = counts.flatMap((count, row) => (
    Array.from({ length: count }, (_, i) => ({ row, part: count === 1 ? 0.5 : i / (count - 1) }))
  )).sort((a, b) => a.part - b.part || b.row - a.row);
  const point = (radius, part, aislesBefore) => {
    const angle = Math.PI - part * (Math.PI - (doors * aisle) / radius) - (aislesBefore * aisle) / radius;
    return { x: WIDTH / 2 + radius * Math.cos(angle), y: BASE - radius * Math.sin(angle) };
  };
  const voted = delegations.flatMap((one, delegation) => (
    votesOf(one).flatMap((count, i) => Array.from({ length: count }, () => ({ choice: CHOICES[i], delegation })))
  ));
  const seats = voted.map((seat, i) => ({
    ...seat,
    ...point(radii[places[i].row], places[i].part, seat.delegation),
    size: Math.min(LARGEST, spacing * 0.45) * Math.max(SMALLEST, Math.sqrt(delegations[seat.delegation].weight / heaviest)),
  }));
  const edge = (i) => (places[i - 1].part + places[i].part) / 2;
  const reach = [radii[0] - pitch / 2, ...radii, radii.at(-1) + pitch / 2];
  const aisles = voted.flatMap(({ delegation }, i) => (
    i > 0 && delegation !== voted[i - 1].delegation ? [reach.map((radius) => point(radius, edge(i), delegation - 0.5))] : []
  ));
  return { seats, aisles };
}

function drawn(tag, attributes, ...children) {
  const made = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function fixed(value) {
  return value.toFixed(2);
}

/** A disc for yes, a cross for no, an open square for abstain, a dot for who did not vote. */
function shape(choice, x, y, size) {
  const [half, stroke] = [size * 0.78, fixed(size * 0.5)];
  const place = { class: `seat seat-${choice}` };
  if (choice === "yes") return drawn("circle", { ...place, cx: fixed(x), cy: fixed(y), r: fixed(size) });
  if (choice === "absent") return drawn("circle", { ...place, cx: fixed(x), cy: fixed(y), r: fixed(size * 0.36) });
  if (choice === "no") {
    const d = `M${fixed(x - half)} ${fixed(y - half)}l${fixed(2 * half)} ${fixed(2 * half)}m0 ${fixed(-2 * half)}l${fixed(-2 * half)} ${fixed(2 * half)}`;
    return drawn("path", { ...place, d, "stroke-width": stroke });
  }
  const side = fixed(2 * half);
  return drawn("rect", { ...place, x: fixed(x - half), y: fixed(y - half), width: side, height: side, "stroke-width": fixed(size * 0.35) });
}

/** The number of each delegation at the half circle's edge; what has no room beside the one before it is left out. */
function numbers(delegations, seats) {
  let before = null;
  return delegations.flatMap((_, i) => {
    const own = seats.filter(({ delegation }) => delegation === i);
    if (own.length === 0) return [];
    const middle = own.reduce((at, { x, y }) => ({ x: at.x + x - WIDTH / 2, y: at.y + BASE - y }), { x: 0, y: 0 });
    const angle = Math.atan2(middle.y, middle.x);
    const text = String(i + 1);
    const room = text.length * DIGIT;
    const edge = OUTER + LARGEST + AIR;
    const place = { x: WIDTH / 2 + (edge + room / 2) * Math.cos(angle), y: BASE - (edge + LABEL / 3) * Math.sin(angle), room };
    if (before && place.x - before.x < (place.room + before.room) / 2 + AIR && Math.abs(place.y - before.y) < LABEL) return [];
    before = place;
    return [drawn("text", { class: "seat-label", "text-anchor": "middle", "font-size": LABEL, x: fixed(place.x), y: fixed(place.y + LABEL * 0.36) }, text)];
  });
}

/** How many mandates did each thing, of all delegations: by id. */
function totals(delegations) {
  return Object.fromEntries(CHOICES.map((choice, i) => [choice, sum(delegations.map((one) => votesOf(one)[i]))]));
}

/**
 * The half circle; who cannot see it hears the totals, and finds the rest in `seatsTable`.
 * @param {Delegation[]} delegations in the order in which they sit
 * @returns {SVGSVGElement}
 */
export function hemicycle(delegations) {
  const { seats, aisles } = seatsOf(delegations);
  const counted = totals(delegations);
  const summary = t("seats.summary", Object.fromEntries(CHOICES.map((choice) => [choice, number(counted[choice])])));
  const groups = delegations.map((one, i) => {
    const group = drawn("g", {}, drawn("title", {}, one.name));
    group.append(...seats.filter(({ delegation }) => delegation === i).map(({ choice, x, y, size }) => shape(choice, x, y, size)));
    return group;
  });
  const lines = aisles.map((points) => drawn("polyline", { class: "seat-aisle", points: points.map(({ x, y }) => `${fixed(x)},${fixed(y)}`).join(" ") }));
  // Digits are anchored as they are placed here, also where letters run the other way.
  return drawn("svg", { class: "hemicycle", viewBox: `0 ${-ABOVE} ${WIDTH} ${HEIGHT + ABOVE}`, role: "img", direction: "ltr", "aria-label": summary }, ...lines, ...groups, ...numbers(delegations, seats));
}

/** Whose each number is, as in the record, and how much each of its mandates weighs where that is not one. */
export function seatsNames(delegations) {
  return element("ol", "seats-names", ...delegations.map(({ name, weight }, i) => {
    const whose = Object.assign(element("span", "", name), { dir: "auto" });
    return element("li", "", element("b", "", String(i + 1)), " ", whose, weight === 1 ? "" : ` ×${number(weight)}`);
  }));
}

/** What the shapes mean, with the totals. */
export function seatsLegend(delegations) {
  return element("ul", "seats-legend", ...Object.entries(totals(delegations)).map(([choice, count]) => {
    const sample = drawn("svg", { viewBox: "-8 -8 16 16", "aria-hidden": "true" }, shape(choice, 0, 0, 6.5));
    return element("li", `seats-${choice}`, sample, `${nameOf(choice)} `, element("b", "", number(count)));
  }));
}

function nameOf(choice) {
  return t(choice === "absent" ? "seats.absent" : `common.${choice}`);
}

/** The same numbers, delegation by delegation. */
export function seatsTable(delegations) {
  const weighted = delegations.some(({ weight }) => weight !== 1);
  const heading = (text) => Object.assign(element("th", "", text), { scope: "col" });
  const heads = [t("seats.delegation"), t("seats.entitled"), ...(weighted ? [t("seats.weight")] : []), ...CHOICES.map(nameOf)];
  const rows = delegations.map((one) => {
    const cells = [one.seats, ...(weighted ? [one.weight] : []), ...votesOf(one)];
    const head = Object.assign(element("th", "", one.name), { scope: "row", dir: "auto" });
    return element("tr", "", head, ...cells.map((value) => element("td", "number", number(value))));
  });
  return element("table", "seats-table", element("thead", "", element("tr", "", ...heads.map(heading))), element("tbody", "", ...rows));
}
