import type { VNode } from "preact";

/** The shape of a series; its number stands beside it. */
export const Sparkline = ({ values }: { values: readonly number[] }): VNode => {
  if (values.length < 2) return <svg class="spark" aria-hidden="true" />;
  const most = Math.max(1e-9, ...values);
  const step = 100 / Math.max(1, values.length - 1);
  const points = values.map((value, i) => `${(i * step).toFixed(2)} ${(30 - (value / most) * 28).toFixed(2)}`);
  return (
    <svg class="spark" viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true">
      <path class="spark-area" d={`M0 32L${points.join("L")}L100 32Z`} />
      <path class="spark-line" d={`M${points.join("L")}`} />
    </svg>
  );
};
