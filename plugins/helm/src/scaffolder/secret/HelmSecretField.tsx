import { useState } from 'react';
import type {
  ReleaseRef,
  SecretReference,
  Target,
} from '@backstage-helm/plugin-helm-common';
import { ActionButton } from '../../components/Base/ActionButton';
import { Failure } from '../../components/Base/Failure';
import { Caption, Row } from '../../components/Base/Layout';
import { Note } from '../../components/Base/Note';
import { Skeleton } from '../../components/Base/Skeleton';
import { SecretDialog } from '../../components/Secret/SecretDialog';
import { StoredSecret } from '../../components/Secret/StoredSecret';
import { useText } from '../../hooks/useText';
import { FieldFrame } from '../base/FieldFrame';
import { formDataOf } from '../base/formData';
import { useFormRelease } from '../base/useFormRelease';
import { declaredChart } from '../chart/declaredChart';
import { useChartContent } from '../chart/useCharts';
import { markedKeys } from './markedKeys';
import type { SecretProps } from './schema';
import { parseSecretReference } from './secretReference';

/** Stores a Secret beside a release at once; the form keeps a reference. */
export function HelmSecretField(props: SecretProps) {
  const t = useText();
  const data = formDataOf(props.formContext);
  const { entityRef, environment, isOneOfMany, target, live } = useFormRelease(
    data,
    props.uiSchema['ui:options'],
  );
  const isUnknown = live.error && !live.data && !isAbsent(live.error);
  return (
    <FieldFrame
      field={props}
      title={t('secret.title')}
      description={t('secret.description')}
    >
      {live.isLoading && <Skeleton label={t('secret.reading')} lines={1} />}
      {!(entityRef && environment) && (
        <Note tone="mute">{t('secret.chooseFirst')}</Note>
      )}
      {isUnknown && live.error && (
        <Failure
          title={t('secret.failed')}
          error={live.error}
          retry={live.refresh}
        />
      )}
      {environment && target?.release && (
        <Storing {...props} target={target} release={target.release} />
      )}
      {entityRef && environment && !target && !live.isLoading && !isUnknown && (
        <Note tone="mute" live="polite">
          {t('secret.notDeclared', { entity: entityRef, environment })}{' '}
          {t('secret.afterwards')}
        </Note>
      )}
      {target && environment && isOneOfMany && (
        <Caption>{t('secret.onlyFirst', { environment })}</Caption>
      )}
    </FieldFrame>
  );
}

/** An entity that is still to be made has no releases. */
function isAbsent(error: Error): boolean {
  return 'status' in error && error.status === 404;
}

function Storing(props: SecretProps & { target: Target; release: ReleaseRef }) {
  const t = useText();
  const { target, release, onChange } = props;
  const { secretName, keys } = props.uiSchema['ui:options'] ?? {};
  const [isOpen, setIsOpen] = useState(false);
  const [isCreated, setIsCreated] = useState(true);
  const declared = target.declared;
  const content = useChartContent(
    declared && declaredChart(declared),
    declared?.version,
  );
  const isOff = props.disabled || props.readonly;
  const stored = parseSecretReference(props.formData);
  const asked = keys ?? (content.data ? markedKeys(content.data) : []);
  const keep = ({ name, namespace, keys: named, created }: SecretReference) => {
    setIsOpen(false);
    setIsCreated(created);
    onChange({ name, namespace, keys: named });
  };
  return (
    <>
      {stored && <StoredSecret reference={{ ...stored, created: isCreated }} />}
      <Row>
        <ActionButton
          look={stored ? 'plain' : 'outlined'}
          icon="lock"
          off={isOff}
          onClick={() => setIsOpen(true)}
        >
          {stored
            ? t('secret.replace')
            : t('secret.storeFor', { environment: target.environment.name })}
        </ActionButton>
        {stored && (
          <ActionButton
            look="quiet"
            off={isOff}
            onClick={() => onChange(undefined)}
          >
            {t('secret.forget')}
          </ActionButton>
        )}
      </Row>
      {isOpen && (
        <SecretDialog
          release={release}
          environment={target.environment.name}
          suggestion={{
            name: stored?.name ?? secretName ?? `${release.name}-secrets`,
            entries: (stored?.keys ?? asked).map(key => ({ key })),
          }}
          onClose={() => setIsOpen(false)}
          onStored={keep}
        />
      )}
    </>
  );
}
