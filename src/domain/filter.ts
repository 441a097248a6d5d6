/** A condition on fields. A value of an attribute is asked of the field `attributes.NAME`. */
export type Filter =
  | { readonly kind: "terms"; readonly field: string; readonly values: readonly string[] }
  | {
      readonly kind: "range";
      readonly field: string;
      readonly gte?: number;
      readonly gt?: number;
      readonly lte?: number;
      readonly lt?: number;
    }
  | { readonly kind: "boolean"; readonly field: string; readonly value: boolean }
  | { readonly kind: "exists"; readonly field: string }
  | { readonly kind: "and" | "or"; readonly filters: readonly Filter[] }
  | { readonly kind: "not"; readonly filter: Filter };
