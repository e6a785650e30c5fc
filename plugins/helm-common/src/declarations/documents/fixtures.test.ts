import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseReleaseDocuments } from './parseReleaseDocuments';

const folder = join(__dirname, '__fixtures__');

function fieldsOf(problems: { code: string; field?: string }[]) {
  return problems.map(({ code, field = '' }) =>
    `${code} ${field.replace('f.yaml', '')}`.trim(),
  );
}

/** What comes out of a file, in short. */
function read(name: string) {
  const text = readFileSync(join(folder, `${name}.yaml`), 'utf8');
  const { documents, sources, problems } = parseReleaseDocuments(text, {
    field: 'helm-release/file',
    path: 'f.yaml',
  });
  return {
    releases: documents.map(document => {
      const { chart, environment, targetNamespace, releaseName } = document;
      const source =
        chart?.source.type === 'url'
          ? chart.source.url
          : chart && `${chart.source.kind}/${chart.source.name}`;
      const env = environment ? `${environment}: ` : '';
      const what = chart
        ? `${chart.name ?? '-'} ${chart.version ?? '-'} of ${source}`
        : 'no chart';
      return `${env}${targetNamespace ?? '-'}/${releaseName} ${what}`;
    }),
    sources: sources.map(source =>
      [source.kind, source.name, source.url, source.version]
        .filter(Boolean)
        .join(' '),
    ),
    problems: fieldsOf([
      ...problems,
      ...documents.flatMap(document => document.problems),
    ]),
    warnings: fieldsOf(documents.flatMap(document => document.warnings)).map(
      warning => warning.replace('NOT_HONOURED ', ''),
    ),
    values: documents.map(document => document.values),
  };
}

describe.each(['flux-v2', 'flux-v1', 'helm-operator', 'planton'])(
  '%s',
  format => {
    const expected = JSON.parse(
      readFileSync(join(folder, `${format}.expected.json`), 'utf8'),
    ) as Record<string, object>;
    const names = readdirSync(join(folder, format)).map(name =>
      name.replace('.yaml', ''),
    );

    it('has ten files, and says of each what comes out', () => {
      expect(names.sort()).toEqual(Object.keys(expected).sort());
      expect(names).toHaveLength(10);
    });

    it.each(names)('reads %s', name => {
      expect(read(`${format}/${name}`)).toEqual({
        releases: [],
        sources: [],
        problems: [],
        warnings: [],
        values: [],
        ...expected[name],
      });
    });
  },
);
