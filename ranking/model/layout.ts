/*
 * Where things lie in the SIMD scorer's memory: read by its AssemblyScript and written by simd-tables.ts. Plain numbers, so
 * that both compilers take them. Addresses and counts are 32 bits each.
 */

/** Rows scored at once: a bit each in a slot. */
export const BLOCK = 256;
/** Bytes of a slot: a set of a block's rows. */
export const SLOT = 32;
/** Trees whose leaves are added in one go. */
export const BATCH = 8;
/** A row's leaf in a tree is a byte. */
export const MAX_LEAVES = 256;
/** Three levels of 16. */
export const MAX_THRESHOLDS = 4096;

/** Address of the header; 0 stays free. */
export const HEADER = 64;
export const HEADER_SOURCES = 0;
export const HEADER_SOURCE_COUNT = 4;
export const HEADER_BATCHES = 8;
export const HEADER_BATCH_COUNT = 12;
export const HEADER_COLUMNS = 16;
export const HEADER_VALUES = 20;
export const HEADER_OUT = 24;
/** Slots by rank or by category code, all zero between calls. The first is for missing values. */
export const HEADER_RANKED = 28;
/** Slots by leaf. */
export const HEADER_REACH = 32;
/** BATCH × BLOCK bytes: each row's leaf. */
export const HEADER_LEAF = 36;
export const HEADER_BYTES = 40;

/** A source: a column, with one way of telling what is missing, that conditions are made from. */
export const SOURCE_BYTES = 64;
export const SOURCE_COLUMN = 0;
export const SOURCE_KIND = 4;
/** NaN is 0. */
export const KIND_PLAIN = 0;
/** NaN and 0 are missing. */
export const KIND_ZERO = 1;
/** NaN is missing. */
export const KIND_NAN = 2;
export const KIND_CATEGORIES = 3;
/** Of thresholds; of sets when the kind is categories. */
export const SOURCE_COUNT = 8;
/** Address of the first condition made: a slot each. */
export const SOURCE_CONDITIONS = 12;
/** Rank of 0. */
export const SOURCE_ZERO_RANK = 16;
/** Thresholds as float64, ascending. */
export const SOURCE_WIDE = 20;
/** Thresholds as float32: groups of 16, filled up with infinity, and above them groups of each group's last. */
export const SOURCE_LEVELS = 24;
export const SOURCE_LEVEL_1 = 28;
export const SOURCE_LEVEL_2 = 32;
export const SOURCE_LEVEL_3 = 36;
/** A byte a threshold: whether a node sends missing values right (1), left (2) there. */
export const SOURCE_USES = 40;
/** Where the conditions with missing values on the left begin. */
export const SOURCE_CONDITIONS_LEFT = 44;
/** Largest category known, and the address of a 16-bit code for each up to it; code 0 is in no set. */
export const SOURCE_MAX_CATEGORY = 20;
export const SOURCE_CODES = 28;
/** Of codes. */
export const SOURCE_CODE_COUNT = 32;
/** Of each set: 16-bit count, then its codes. */
export const SOURCE_SETS = 36;

/** A batch: BATCH trees. */
export const TREE_BYTES = 16;
/** Nodes, parents first. */
export const TREE_NODES = 0;
export const TREE_NODES_END = 4;
export const TREE_LEAVES = 8;
/** Address of the leaves' values, float64. */
export const TREE_VALUES = 12;

/** A node: address of its condition, and two slots' offsets in the reach: where it and its left child, and its right child are. */
export const NODE_BYTES = 8;
export const NODE_CONDITION = 0;
export const NODE_LEFT = 4;
export const NODE_RIGHT = 6;
