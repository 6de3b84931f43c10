/** Brings a delegate who looks at another page of hers back to the ballot when a motion opens. */

/** @returns {(state: any) => void} takes each state; one that was open when the page came is not what she looks away from */
export function callBack() {
  let known = null;
  return ({ motions }) => {
    const open = motions.filter(({ state }) => state === "open").map(({ opening }) => opening);
    if (known && open.some((opening) => !known.includes(opening))) location.assign("/");
    known = open;
  };
}
