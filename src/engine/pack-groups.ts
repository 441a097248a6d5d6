import type { Column } from "../domain/columns.ts";
import { compareIds } from "./compare-ids.ts";
import { shared } from "./shared.ts";
import { packStrings } from "./strings.ts";

/**
 * `group.*` the groups' names, ascending; `groupOf` document → group; `groupStarts` group → its first document;
 * `idOrder` documents by id, `idRanks` its inverse.
 */
export function packGroups(
  order: Uint32Array,
  groups: readonly string[],
  ids: readonly string[],
): Record<string, Column> {
  const groupOf = shared.u32(order.length);
  const names: string[] = [];
  const starts: number[] = [];
  for (let i = 0; i < order.length; i++) {
    const group = groups[order[i]!]!;
    if (group !== names.at(-1)) {
      names.push(group);
      starts.push(i);
    }
    groupOf[i] = names.length - 1;
  }
  const groupStarts = shared.u32(names.length + 1);
  groupStarts.set(starts);
  groupStarts[names.length] = order.length;

  const byId = Array.from(order, (_, i) => i);
  // Nearly always in order already: a product without a group is its own.
  byId.sort((a, b) => compareIds(ids[order[a]!]!, ids[order[b]!]!));
  const idOrder = shared.u32(order.length);
  const idRanks = shared.u32(order.length);
  idOrder.set(byId);
  for (let rank = 0; rank < byId.length; rank++) idRanks[byId[rank]!] = rank;
  return { ...packStrings("group", names), groupOf, groupStarts, idOrder, idRanks };
}
