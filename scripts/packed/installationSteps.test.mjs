import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addedPackages,
  readInstallationSteps,
  splitImports,
  stepOf,
} from './installationSteps.mjs';

test('the page names the packages to add', async () => {
  const steps = await readInstallationSteps();
  assert.deepEqual(addedPackages(stepOf(steps, 'add-app')), [
    '@backstage-helm/plugin-helm',
  ]);
  assert.ok(addedPackages(stepOf(steps, 'add-backend')).length >= 1);
});

test('a step that the page does not have is an error', async () => {
  const steps = await readInstallationSteps();
  assert.throws(() => stepOf(steps, 'nowhere'), /no step "nowhere"/);
});

test('imports are told from the rest', () => {
  const { imports, rest } = splitImports(
    "import {\n  A,\n} from 'a';\n\nconst x = 1;\n",
  );
  assert.equal(imports, "import {\n  A,\n} from 'a';\n");
  assert.equal(rest, 'const x = 1;\n');
});
