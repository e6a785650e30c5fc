import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { Target } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { KeyValues } from '../Base/KeyValues';
import { Caption } from '../Base/Layout';
import { TextLink } from '../Base/TextLink';
import { lastPart } from './lastPart';
import { duration, Time } from '../Base/Time';
import { Who } from '../Base/Who';
import { ProposeButtons } from '../Propose/ProposeButtons';
import { SyncFact } from '../Sync/SyncFact';

type Declared = NonNullable<Target['declared']>;

/** Names of their own, the same in every language. */
const FORMATS: Record<NonNullable<Declared['document']>['format'], string> = {
  'flux-v2': 'Flux',
  'flux-v1': 'Flux v1',
  'helm-operator': 'Helm Operator',
  planton: 'Project Planton',
};

/** Where the release comes from and where it lives. */
export function ReleaseFacts(props: { target: Target }) {
  const t = useText();
  const { release, declared, environment, override, state } = props.target;
  const engine = environment.helmMajor
    ? t('selected.release.engineHelm', {
        major: String(environment.helmMajor),
        cluster: environment.cluster,
      })
    : t('selected.release.engineOther', {
        engine: environment.engine,
        cluster: environment.cluster,
      });
  return (
    <Card title={t('selected.release.title')}>
      <KeyValues
        entries={[
          [t('selected.release.name'), release?.name],
          [t('selected.release.repository'), declared?.repository],
          [t('selected.release.engine'), engine],
          [
            t('selected.release.owner'),
            state.owner.kind === 'portal' && state.owner.name ? (
              <EntityRefLink entityRef={state.owner.name} />
            ) : (
              state.owner.name
            ),
          ],
          [
            t('selected.release.declaredIn'),
            declared &&
              declared.sources.map(source => (
                <div key={source.url}>
                  <TextLink to={source.url}>{lastPart(source.url)}</TextLink>
                </div>
              )),
          ],
          [
            t('selected.release.document'),
            declared?.document && (
              <>
                <TextLink to={declared.document.url}>
                  {declared.document.name}
                </TextLink>
                <Caption>
                  {t('selected.release.documentIn', {
                    format: FORMATS[declared.document.format],
                    file: lastPart(declared.document.url),
                  })}
                </Caption>
              </>
            ),
          ],
          [
            t('selected.release.dependsOn'),
            declared?.dependsOn && <Dependencies of={declared.dependsOn} />,
          ],
          [
            t('selected.release.readAt'),
            declared && (
              <>
                <Time at={declared.readAt} />
                {declared.staleBecause && (
                  <Caption>
                    {t('selected.release.staleBecause', {
                      reason: declared.staleBecause,
                    })}
                  </Caption>
                )}
              </>
            ),
          ],
          [t('sync.fact'), <SyncFact target={props.target} />],
          [
            t('selected.release.settings'),
            declared &&
              [
                declared.wait
                  ? t('selected.release.wait', {
                      time: duration(declared.timeoutSeconds * 1000),
                    })
                  : t('selected.release.noWait'),
                declared.rollbackOnFailure &&
                  t('selected.release.rollbackOnFailure'),
              ]
                .filter(Boolean)
                .join(', '),
          ],
          [
            t('selected.release.override'),
            override && (
              <>
                {[override.version, ...override.keys]
                  .filter(Boolean)
                  .join(', ')}
                <Caption>
                  {t('selected.release.overrideBy', {
                    user: <Who name={override.by} />,
                    time: <Time at={override.at} />,
                  })}
                </Caption>
                {override.reason && (
                  <Caption>
                    {t('base.quoted', { text: override.reason })}
                  </Caption>
                )}
                <ProposeButtons target={props.target} kinds={['override']} />
              </>
            ),
          ],
        ]}
      />
    </Card>
  );
}

/** What comes first; another entity's with the way there. */
function Dependencies(props: { of: NonNullable<Declared['dependsOn']> }) {
  return (
    <>
      {props.of.map(({ name, release, entityRef }) => (
        <div key={name}>
          {release?.name ?? name}
          {entityRef && (
            <Caption>
              <EntityRefLink entityRef={entityRef} />
            </Caption>
          )}
        </div>
      ))}
    </>
  );
}
