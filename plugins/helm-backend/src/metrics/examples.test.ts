import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { everyMetric } from './__testUtils__/everyMetric';
import { startScrape } from './__testUtils__/startScrape';

const ROOT = join(__dirname, '..', '..', '..', '..');
const FOLDER = join(ROOT, 'examples', 'observability');

interface Rule {
  alert: string;
  expr: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}
interface Panel {
  id: number;
  type: string;
  title: string;
  datasource?: { uid: string };
  gridPos: { h: number; w: number; x: number; y: number };
  targets?: { refId: string; expr: string; datasource: { uid: string } }[];
}

/** What an expression asks for; throws when it is no PromQL. */
function readPromQl(text: string): {
  metrics: { name: string; labels: string[] }[];
  grouping: string[];
} {
  const metrics: { name: string; labels: string[] }[] = [];
  const grouping: string[] = [];
  parser.parse(text).iterate({
    enter(node) {
      const here = text.slice(node.from, node.to);
      if (node.type.isError) {
        throw new Error(`No PromQL at ${node.from}, "${here}": ${text}`);
      }
      if (node.name === 'Identifier' && node.matchContext(['VectorSelector'])) {
        metrics.push({ name: here, labels: [] });
      }
      if (node.name === 'LabelName') {
        if (node.matchContext(['GroupingLabels'])) {
          grouping.push(here);
        } else {
          metrics.at(-1)?.labels.push(here);
        }
      }
    },
  });
  return { metrics, grouping };
}

/** Labels by metric, of a text that Prometheus would read. */
function readScrape(text: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const line of text.split('\n').filter(each => /^helm_/.test(each))) {
    const name = line.split(/[{ ]/)[0];
    const labels = found.get(name) ?? new Set();
    for (const [, label] of line.matchAll(/[{,]([a-z_]+)="/g)) {
      labels.add(label);
    }
    found.set(name, labels);
  }
  return found;
}

/** As Prometheus adds to whatever it reads. */
const OF_THE_TARGET = ['instance', 'job'];

/** Puts in what Grafana would. */
function withoutVariables(expression: string): string {
  return expression
    .replaceAll('$__rate_interval', '5m')
    .replaceAll('$environment', 'dev|prod');
}

/** Anchor of a heading, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

describe('what is in examples/observability', () => {
  let exported: Map<string, Set<string>>;
  let rules: Rule[];
  let dashboard: any;
  let panels: Panel[];
  let guide: string;

  beforeAll(async () => {
    const scraping = await startScrape();
    everyMetric(scraping.service);
    exported = readScrape(await scraping.scrape());
    await scraping.stop();
    const read = (...path: string[]) => readFile(join(...path), 'utf8');
    const alerts = parse(await read(FOLDER, 'alerts.yaml'));
    rules = alerts.groups.flatMap((group: { rules: Rule[] }) => group.rules);
    dashboard = JSON.parse(await read(FOLDER, 'dashboard.json'));
    panels = dashboard.panels;
    guide = await read(ROOT, 'docs', 'operating.md');
  });

  /** Problems of an expression, in words. */
  function check(expression: string): string[] {
    const { metrics, grouping } = readPromQl(expression);
    const labels = new Set<string>(OF_THE_TARGET);
    const problems = metrics.flatMap(metric => {
      const known = exported.get(metric.name);
      known?.forEach(label => labels.add(label));
      return known
        ? metric.labels
            .filter(label => !known.has(label))
            .map(label => `${metric.name} has no label ${label}`)
        : [`the plugin does not export ${metric.name}`];
    });
    return problems.concat(
      grouping
        .filter(label => !labels.has(label))
        .map(label => `nothing has the label ${label} of ${expression}`),
    );
  }

  it('is checked by something that sees mistakes', () => {
    expect(() => readPromQl('sum by (a (b)')).toThrow('No PromQL');
    expect(() => readPromQl('rate(helm_x[5m]')).toThrow('No PromQL');
    expect(check('helm_operation_total')).toEqual([
      'the plugin does not export helm_operation_total',
    ]);
    expect(check('sum by (team) (helm_releases{user="x"})')).toEqual([
      'helm_releases has no label user',
      'nothing has the label team of sum by (team) (helm_releases{user="x"})',
    ]);
  });

  it('alerts on metrics that there are', () => {
    expect(rules.length).toBeGreaterThan(8);
    expect(rules.flatMap(({ expr }) => check(expr))).toEqual([]);
    const names = rules.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
  });

  it('says with each alert what it means and what to do', () => {
    const anchors = [...guide.matchAll(/^#+ (.*)$/gm)].map(
      ([, heading]) => `docs/operating.md#${anchorOf(heading)}`,
    );
    for (const { alert, labels, annotations } of rules) {
      expect({ alert, severity: labels.severity }).toEqual({
        alert,
        severity: expect.stringMatching(/^(critical|warning|info)$/),
      });
      expect(annotations).toEqual({
        summary: expect.any(String),
        description: expect.any(String),
        runbook: expect.any(String),
      });
      expect(anchors).toContain(annotations.runbook);
    }
  });

  it('draws metrics that there are', () => {
    const expressions = panels.flatMap(({ targets = [] }) =>
      targets.map(({ expr }) => withoutVariables(expr)),
    );
    expect(expressions.length).toBeGreaterThan(15);
    expect(expressions.flatMap(check)).toEqual([]);
    const drawn = expressions.flatMap(expression =>
      readPromQl(expression).metrics.map(({ name }) => name),
    );
    const left = [...exported.keys()].filter(name => !drawn.includes(name));
    // A ratio says how many it is of in the alert; the sum and count of a wait
    // are not needed beside its quantiles.
    expect(left.sort()).toEqual([
      'helm_operation_wait_seconds_count',
      'helm_operation_wait_seconds_sum',
      'helm_release_recent_operations',
    ]);
  });

  it('is a dashboard that Grafana takes', () => {
    expect(dashboard).toMatchObject({
      uid: expect.stringMatching(/^[\w-]{1,40}$/),
      title: expect.any(String),
      schemaVersion: expect.any(Number),
    });
    const ids = panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const variables = dashboard.templating.list.map(
      ({ name, type }: { name: string; type: string }) => [name, type],
    );
    expect(variables).toEqual([
      ['datasource', 'datasource'],
      ['environment', 'query'],
    ]);
    for (const panel of panels.filter(({ type }) => type !== 'row')) {
      expect(panel.datasource?.uid).toBe('${datasource}');
      const refs = panel.targets?.map(({ refId }) => refId) ?? [];
      expect(refs.length).toBeGreaterThan(0);
      expect(new Set(refs).size).toBe(refs.length);
    }
    for (const { gridPos } of panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    }
    expect(overlaps(panels)).toEqual([]);
  });

  it('is documented: every metric with its labels', () => {
    const table = new Map(
      [...guide.matchAll(/^\| `(helm_\w+)`.*$/gm)].map(([line, name]) => [
        name,
        [...line.split('|')[4].matchAll(/`(\w+)`/g)].map(([, label]) => label),
      ]),
    );
    const actual = new Map<string, string[]>();
    for (const [name, labels] of exported) {
      actual.set(
        name.replace(/_(bucket|sum|count)$/, ''),
        [...labels].filter(label => !/^(le|otel_\w+)$/.test(label)).sort(),
      );
    }
    table.forEach(labels => labels.sort());
    expect(Object.fromEntries(table)).toEqual(Object.fromEntries(actual));
  });
});

function overlaps(panels: Panel[]): string[] {
  return panels.flatMap((panel, index) =>
    panels
      .slice(index + 1)
      .filter(({ gridPos: other }) => {
        const { x, y, w, h } = panel.gridPos;
        return (
          x < other.x + other.w &&
          other.x < x + w &&
          y < other.y + other.h &&
          other.y < y + h
        );
      })
      .map(other => `${panel.title} covers ${other.title}`),
  );
}
