import { InputError } from '@backstage/errors';
import { checkEnvironments, checkVersion, parseCommittable } from './checks';
import type { DeclareContext, DeclareInput } from './DeclareInput';
import {
  annotatedLayers,
  pathsOf,
  valuesFile,
  type DeclaredValues,
} from './declaredValues';
import { EntityDeclaration } from './EntityDeclaration';
import {
  documentLayers,
  setDocumentVersion,
  writeDocument,
} from './releaseDocuments';
import { patchLayers } from './ValuesLayer';
import type { WorkspaceFiles } from './WorkspaceFiles';

/**
 * Declares a release for an entity, or changes what it declares. Nothing is
 * written: the files take note of it.
 *
 * @throws InputError naming the input that is wrong, and what would be right
 */
export async function declareRelease(
  files: WorkspaceFiles,
  input: DeclareInput,
  context: DeclareContext,
): Promise<void> {
  const { catalogFile, entityRef, chart } = input;
  checkInput(input, context);
  const text = await files.read(catalogFile);
  if (text === undefined) {
    throw new InputError(`There is no ${catalogFile} in the workspace.`);
  }
  const declaration = EntityDeclaration.find(text, catalogFile, entityRef);
  const place: DeclaredValues = { declaration, files, catalogFile };
  if (chart) {
    await declareChart(place, { ...input, chart });
  } else if (!declares(declaration)) {
    throw new InputError(
      `${declaration.name} declares no release yet: name a chart.`,
    );
  }
  await declareVersions(place, input, context);
  if (input.environments) {
    declaration.set('environments', input.environments.join(', '));
  }
  if (input.namespace) {
    declaration.set('namespace', input.namespace, input.environment);
  }
  await declareValues(place, input, context);
  await files.write(catalogFile, declaration.text);
}

function checkInput(input: DeclareInput, { environments }: DeclareContext) {
  const { environment, version, versions = {} } = input;
  const check = (names: string[], field: string) =>
    checkEnvironments(names, environments, field);
  check(environment ? [environment] : [], 'environment');
  check(input.environments ?? [], 'environments');
  check(Object.keys(versions), 'versions');
  check(Object.keys(input.environmentValues ?? {}), 'environmentValues');
  if (version !== undefined) {
    checkVersion(version, 'version');
  }
  for (const [name, each] of Object.entries(versions)) {
    checkVersion(each, `versions.${name}`);
  }
}

function declares(declaration: EntityDeclaration): boolean {
  return Boolean(declaration.get('chart') ?? declaration.get('file'));
}

async function declareChart(
  place: DeclaredValues,
  input: DeclareInput & { chart: NonNullable<DeclareInput['chart']> },
): Promise<void> {
  const { declaration } = place;
  const { chart, format, releaseName } = input;
  if (format === 'document' || declaration.get('file')) {
    await writeDocument(place, input);
    return;
  }
  declaration.set('chart', chart.name);
  declaration.set('repository', chart.repository);
  if (releaseName && releaseName !== declaration.name) {
    declaration.set('name', releaseName);
  }
}

async function declareVersions(
  place: DeclaredValues,
  input: DeclareInput,
  context: DeclareContext,
): Promise<void> {
  const { declaration } = place;
  const { version, versions = {}, environment } = input;
  const wanted = Object.entries(versions);
  if (version !== undefined && environment) {
    wanted.push([environment, version]);
  }
  const only = onlyEnvironment(declaration, context);
  const set = async (value: string, name?: string) => {
    if (declaration.get('file') || (name && declaration.get('file', name))) {
      await setDocumentVersion(place, {
        version: value,
        environment: name === only ? undefined : name,
        releaseName: input.releaseName,
      });
      return;
    }
    // Where it is declared for one environment only, there is one version.
    const isPlain = name === only && !declaration.get('version', name);
    declaration.set('version', value, isPlain ? undefined : name);
  };
  if (version !== undefined && !environment) {
    await set(version);
  }
  for (const [name, value] of wanted) {
    await set(value, name);
  }
}

async function declareValues(
  place: DeclaredValues,
  input: DeclareInput,
  context: DeclareContext,
): Promise<void> {
  const { files, declaration } = place;
  const { values, environmentValues = {}, valuesPatch, environment } = input;
  const { secretRules } = context;
  const write = async (text: string, field: string, name?: string) => {
    parseCommittable(text, field, secretRules);
    const file = valuesFile(place, name);
    await files.write(file, text.endsWith('\n') ? text : `${text}\n`);
  };
  if (values?.trim()) {
    await write(values, 'values');
  }
  for (const [name, text] of Object.entries(environmentValues)) {
    await write(text, `environmentValues.${name}`, name);
  }
  if (!valuesPatch?.trim()) {
    return;
  }
  const patch = parseCommittable(valuesPatch, 'valuesPatch', secretRules);
  const only = onlyEnvironment(declaration, context);
  const isShared = environment !== undefined && environment !== only;
  // The file that takes the patch is there before its layers are read.
  if (isShared && !declaration.get('values', environment)) {
    valuesFile(place, environment);
  }
  const layersOf = async () => [
    ...(await documentLayers(place, { ...input, isShared })),
    ...(await annotatedLayers(place, { isShared })),
    ...(environment
      ? await annotatedLayers(place, { environment, isShared: false })
      : []),
  ];
  let layers = await layersOf();
  if (!layers.length) {
    valuesFile(place);
    layers = await layersOf();
  }
  const texts = patchLayers(layers, patch);
  for (const [index, layer] of layers.entries()) {
    if (texts[index] !== layer.text) {
      await layer.write(texts[index]);
    }
  }
}

/** The environment of a release that is declared for no other. */
function onlyEnvironment(
  declaration: EntityDeclaration,
  { environments }: DeclareContext,
): string | undefined {
  const chosen = new Set(
    pathsOf(declaration.get('environments') ?? '').flatMap(entry => {
      const tier = /^tier:(.+)$/.exec(entry)?.[1].trim();
      return environments
        .filter(each => (tier ? each.tier === tier : each.name === entry))
        .map(({ name }) => name);
    }),
  );
  return chosen.size === 1 ? [...chosen][0] : undefined;
}
