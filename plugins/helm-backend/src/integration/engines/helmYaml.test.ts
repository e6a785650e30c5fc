import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHelmYaml } from '@backstage-helm/plugin-helm-common';
import fc from 'fast-check';

const statePath = process.env.HELM_TEST_STATE;
const withHelm = statePath ? describe : describe.skip;
const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);

jest.setTimeout(600_000);

/** Texts that are near to numbers, booleans, dates and nulls. */
const scalar = fc
  .oneof(
    fc
      .array(fc.constantFrom(...'0123456789abexonyEXO_.+-'), {
        minLength: 1,
        maxLength: 7,
      })
      .map(characters => characters.join('')),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
    fc.constantFrom(
      'yes',
      'No',
      'ON',
      'off',
      '~',
      'Null',
      '2001-01-01',
      '1:30',
    ),
  )
  .filter(text => !/^-+$/.test(text));

withHelm(`parseHelmYaml and Helm (seed ${seed})`, () => {
  const home = mkdtempSync(join(tmpdir(), 'helm-yaml-'));
  const { tools } = statePath
    ? JSON.parse(readFileSync(statePath, 'utf8'))
    : { tools: {} };

  function asHelmReads(helm: string, values: string): unknown {
    const manifest = execFileSync(
      helm,
      ['template', 'law', join(home, 'chart'), '-f', '-'],
      {
        input: values,
        encoding: 'utf8',
        env: {
          HOME: home,
          HELM_CACHE_HOME: home,
          HELM_CONFIG_HOME: home,
          HELM_DATA_HOME: home,
        },
      },
    );
    // Values travel as JSON text, which has one zero: `-0` is written as `0`.
    return JSON.parse(/^json: (.*)$/m.exec(manifest)![1], (_, value) =>
      value === 0 ? 0 : value,
    );
  }

  beforeAll(() => {
    mkdirSync(join(home, 'chart', 'templates'), { recursive: true });
    writeFileSync(
      join(home, 'chart', 'Chart.yaml'),
      'apiVersion: v2\nname: law\nversion: 1.0.0\n',
    );
    writeFileSync(
      join(home, 'chart', 'templates', 'values.yaml'),
      'json: {{ toJson .Values.read }}\n',
    );
  });

  afterAll(() => rmSync(home, { recursive: true }));

  it.each([
    ['helm', 100],
    ['helm3', 100],
  ])('law: they read the same, %s, %d files', (tool, numRuns) => {
    const law = fc.property(
      fc.array(scalar, { minLength: 60, maxLength: 60 }),
      scalars => {
        const lines = scalars.map(text => `  - ${text}\n`);
        const file = `read:\n${lines.join('')}`;
        const ours = parseHelmYaml(file, 'values').read as unknown[];
        const helms = asHelmReads(tools[tool], file) as unknown[];
        expect(scalars.map((text, index) => [text, ours[index]])).toEqual(
          scalars.map((text, index) => [text, helms[index]]),
        );
      },
    );
    fc.assert(law, { numRuns, seed });
  });
});
