import fc from 'fast-check';
import { stringifyYaml } from '../../values/stringifyYaml';
import { parseReleaseDocuments } from './parseReleaseDocuments';
import { setValue, SetPathError } from './setValues';

jest.setTimeout(60_000);

const file = { field: 'helm-release/file', path: 'f.yaml' };

function parse(text: string) {
  return parseReleaseDocuments(text, file);
}

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
const text = fc
  .string({ maxLength: 12 })
  .filter(value => !/\$|ENC\[|\{\{/.test(value));
const values = fc.dictionary(
  name,
  fc.letrec(tie => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(name, tie('value'), { maxKeys: 3 }),
    ),
  })).value,
  { maxKeys: 4 },
);

/** A release in words of no format. */
const release = fc.record({ name, namespace: name, chart: name, values });

const chart = { repository: 'https://charts.example.com', version: '1.2.3' };

/** The same release in each format. */
const writers: Record<
  string,
  (wanted: { name: string; namespace: string; chart: string }) => {
    spec: object;
  }
> = {
  'flux-v2': ({ chart: chartName, ...metadata }) => ({
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata,
    spec: {
      releaseName: metadata.name,
      chart: {
        spec: {
          chart: chartName,
          version: chart.version,
          sourceRef: { kind: 'HelmRepository', name: 'charts' },
        },
      },
    },
  }),
  'flux-v1': ({ chart: chartName, ...metadata }) => ({
    apiVersion: 'helm.fluxcd.io/v1',
    kind: 'HelmRelease',
    metadata,
    spec: { releaseName: metadata.name, chart: { ...chart, name: chartName } },
  }),
  'helm-operator': ({ chart: chartName, ...metadata }) => ({
    apiVersion: 'flux.weave.works/v1beta1',
    kind: 'HelmRelease',
    metadata,
    spec: { releaseName: metadata.name, chart: { ...chart, name: chartName } },
  }),
};

it.each(Object.keys(writers))('reads back what is written as %s', format => {
  fc.assert(
    fc.property(fc.array(release, { maxLength: 5 }), wanted => {
      const written = wanted.map(({ values: some, ...rest }) => {
        const document = writers[format](rest);
        return stringifyYaml({
          ...document,
          spec: { ...document.spec, values: some },
        });
      });
      const { documents, problems } = parse(written.join('\n---\n'));
      expect(problems).toEqual([]);
      expect(
        documents.map(document => ({
          name: document.releaseName,
          namespace: document.targetNamespace,
          chart: document.chart?.name,
          values: document.values,
        })),
      ).toEqual(wanted);
      expect(documents.flatMap(document => document.problems)).toEqual([]);
    }),
  );
});

it('takes any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), some => {
      expect(() => parse(some)).not.toThrow();
    }),
    { numRuns: 500 },
  );
});

/** JSON of any shape under the fields that parsers look at. */
const anyDocument = fc.record({
  apiVersion: fc.constantFrom(
    'helm.toolkit.fluxcd.io/v2',
    'helm.fluxcd.io/v1',
    'flux.weave.works/v1beta1',
    'kubernetes.project-planton.org/v1',
    'source.toolkit.fluxcd.io/v1',
  ),
  kind: fc.constantFrom(
    'HelmRelease',
    'KubernetesHelmRelease',
    'HelmChart',
    'OCIRepository',
    'List',
  ),
  metadata: fc.jsonValue(),
  items: fc.jsonValue(),
  spec: fc.oneof(
    fc.jsonValue(),
    fc.dictionary(
      fc.constantFrom(
        'chart',
        'chartRef',
        'values',
        'valuesFrom',
        'dependsOn',
        'install',
        'upgrade',
        'timeout',
        'releaseName',
        'namespace',
        'repo',
        'version',
        'set',
        'valuesYaml',
        'rollback',
        'ref',
        'sourceRef',
        'url',
      ),
      fc.jsonValue(),
    ),
  ),
});

it('takes a document of any shape, and names the field of every problem', () => {
  fc.assert(
    fc.property(anyDocument, document => {
      const read = parse(JSON.stringify(document));
      for (const problem of [
        ...read.problems,
        ...read.documents.flatMap(entry => entry.problems),
        ...read.documents.flatMap(entry => entry.warnings),
        ...read.sources.flatMap(entry => entry.problems),
      ]) {
        expect(problem.field).toMatch(/^f\.yaml#1/);
      }
    }),
    { numRuns: 500 },
  );
});

/** A path and the value that it means on its own. */
const steps = fc.array(
  fc.oneof(
    fc.string({ minLength: 1, maxLength: 8 }).map(key => ({ key })),
    fc.nat(5).map(index => ({ index })),
  ),
  { maxLength: 6 },
);

it('sets a value where an escaped path says', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 8 }),
      steps,
      fc.string(),
      (first, rest, value) => {
        const escaped = (key: string) => key.replace(/[\\.,=[\]]/g, '\\$&');
        const path = rest.reduce(
          (start, step) =>
            'key' in step
              ? `${start}.${escaped(step.key)}`
              : `${start}[${step.index}]`,
          escaped(first),
        );
        const wanted = [{ key: first }, ...rest].reduceRight<unknown>(
          (below, step) =>
            'key' in step
              ? Object.fromEntries([[step.key, below]])
              : [...Array.from({ length: step.index }, () => null), below],
          value,
        );
        expect(setValue({}, path, value)).toEqual(wanted);
      },
    ),
    { numRuns: 1000 },
  );
});

it('takes any text for a path or says why it is none', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 20 })), paths => {
      const setAll = () => {
        try {
          paths.reduce((some, path) => setValue(some, path, 'x'), {});
          return undefined;
        } catch (error) {
          return error;
        }
      };
      const error = setAll();
      expect(error === undefined || error instanceof SetPathError).toBe(true);
    }),
    { numRuns: 500 },
  );
});
