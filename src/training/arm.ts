/**
 * Which model a shopper is given while a canary serves a share. The same shopper always gets the same one; another
 * salt (the canary's version) draws other shoppers, so that nobody is always the first to try.
 *
 * @param shopper pseudonym of the user, else of the session; null is never given a canary
 * @param share 0 to 1
 */
export function armOf(shopper: string | null, share: number, salt = ""): "champion" | "challenger" {
  if (shopper === null) return "champion";
  return unitHash(`${salt}\n${shopper}`) < share ? "challenger" : "champion";
}

/** FNV-1a with a last mixing (Appleby's fmix32), in [0, 1): the plain one leaves the high bits of short strings alike. */
export function unitHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
