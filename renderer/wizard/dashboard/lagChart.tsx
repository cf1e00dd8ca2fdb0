import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { LagSample } from '../../../electron/api/streamTypes.ts';
import { clockText } from '../../run/timeText.ts';
import { useText } from '../../text/language.ts';
import { sizeText } from '../objectives/sizeText.ts';

interface LagChartProps {
  readonly samples: readonly LagSample[];
  readonly members: readonly string[];
}

const heightPixels = 180;
/** Lines differ by dash as well as by colour. */
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [9, 3, 2, 3], [4, 6], [1, 2]];

/** How far each member was behind, over the last minutes. Gaps are times without an answer. */
export function LagChart({ samples, members }: LagChartProps) {
  const t = useText();
  const scheme = useComputedColorScheme('light');
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<UPlot>(undefined);
  const names = members.join(' ');
  const most = samples.reduce((max, one) => Math.max(max, ...Object.values(one.lagBytes).map((lag) => lag ?? 0)), 0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours come from the style sheet of the scheme
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const made = new UPlot(optionsFor(element, names.split(' ')), [[]], element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: heightPixels }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = undefined;
    };
  }, [names, scheme]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart that was made anew has no data yet
  useEffect(() => {
    chart.current?.setData(dataOf(samples, names.split(' ')));
  }, [samples, names, scheme]);

  return (
    <section className="panel" aria-label={t('dashboard.lagChart')}>
      <h2>{t('dashboard.lagChart')}</h2>
      <div
        className="lag-chart"
        ref={frame}
        role="img"
        aria-label={t('dashboard.lagSummary', { most: sizeText(most), count: samples.length })}
      />
    </section>
  );
}

function dataOf(samples: readonly LagSample[], members: readonly string[]): UPlot.AlignedData {
  return [
    samples.map((sample) => sample.at / 1000),
    ...members.map((name) => samples.map((sample) => sample.lagBytes[name] ?? null)),
  ];
}

/** A clock that shows seconds needs no ticks between them. */
const wholeSeconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900];
/** 256 bytes and its doubles: sizes are told in powers of two. */
const binarySizes = Array.from({ length: 40 }, (_, power) => 256 * 2 ** power);

function optionsFor(element: HTMLElement, members: readonly string[]): UPlot.Options {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: color('--dim'),
    grid: { stroke: color('--line'), width: 1 },
    ticks: { stroke: color('--line') },
  };
  return {
    width: element.clientWidth,
    height: heightPixels,
    scales: { y: { range: (_chart, _least, most) => [0, Math.max(1024, most * 1.1)] } },
    legend: { live: false },
    axes: [
      {
        ...axis,
        space: 90,
        incrs: wholeSeconds,
        values: (_chart, values) => values.map((value) => clockText(value * 1000)),
      },
      { ...axis, size: 72, incrs: binarySizes, values: (_chart, values) => values.map((value) => sizeText(value)) },
    ],
    series: [
      {},
      ...members.map((name, index) => ({
        label: name,
        stroke: color(`--phase-${(index % 5) + 1}`),
        width: 1.5,
        dash: [...(dashes[index % dashes.length] ?? [])],
        points: { show: false },
        value: (_chart: UPlot, value: number | null) => (value === null ? '–' : sizeText(value)),
      })),
    ],
  };
}
