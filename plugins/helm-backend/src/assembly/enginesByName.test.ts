import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import { ScriptedEngine } from '../operations/__testUtils__/ScriptedEngine';
import { enginesByName } from './enginesByName';

const scripted = new ScriptedEngine();
const environments = [anEnvironment({ engine: scripted.name })];

describe('enginesByName', () => {
  it('finds the engine that an environment names', () => {
    expect(enginesByName({ environments }, [scripted]).get(scripted.name)).toBe(
      scripted,
    );
  });

  it('refuses two of one name', () => {
    expect(() => enginesByName({ environments }, [scripted, scripted])).toThrow(
      "Two engines for Helm releases are called 'scripted'",
    );
  });

  it('refuses an environment whose engine is not installed', () => {
    expect(() =>
      enginesByName({ environments: [anEnvironment({ engine: 'flux' })] }, [
        scripted,
      ]),
    ).toThrow(
      "helm.environments[0].engine is 'flux', which no installed module brings: use one of scripted",
    );
  });
});
