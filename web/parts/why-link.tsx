import type { VNode } from "preact";
import { useNavigation } from "../state/navigation.tsx";
import { StateLink } from "./link.tsx";

/** Asks why a product stands where it stands. */
export const WhyLink = ({ id, title }: { id: string; title: string }): VNode => {
  const { state } = useNavigation();
  return (
    <StateLink class="why-link" to={{ ...state, product: null, why: id }} keepScroll label={`Why is ${title} here?`}>
      Why here?
    </StateLink>
  );
};
