import { useApi } from '@backstage/core-plugin-api';
import type { EnvironmentSummary } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { ActionButton } from '../../components/Base/ActionButton';
import { Failure } from '../../components/Base/Failure';
import { Note } from '../../components/Base/Note';
import { Skeleton } from '../../components/Base/Skeleton';
import { useLive } from '../../hooks/useLive';
import { useText } from '../../hooks/useText';
import { FieldFrame } from '../base/FieldFrame';
import { textsIn } from '../base/formData';
import { EnvironmentOption } from './EnvironmentOption';
import { EnvironmentList } from './EnvironmentList';
import type { EnvironmentPickerProps } from './schema';

/** One environment or several, in the order of promotion. */
export function HelmEnvironmentPicker(props: EnvironmentPickerProps) {
  const t = useText();
  const api = useApi(helmApiRef);
  const { data, error, isLoading, refresh } = useLive('environments', () =>
    api.environments(),
  );
  const { multiple, environments: allowed } =
    props.uiSchema['ui:options'] ?? {};
  const offered = (data?.items ?? [])
    .filter(({ name }) => !allowed || allowed.includes(name))
    .sort((one, other) => one.order - other.order);
  return (
    <FieldFrame
      field={props}
      title={
        multiple
          ? t('fields.environment.titleMany')
          : t('fields.environment.title')
      }
      description={t('fields.environment.description')}
    >
      {isLoading && (
        <Skeleton label={t('fields.environment.reading')} lines={3} />
      )}
      {error && !data && (
        <Failure
          title={t('fields.environment.failed')}
          error={error}
          retry={refresh}
        />
      )}
      {data && offered.length === 0 && (
        <Note tone="warn">{t('fields.environment.none')}</Note>
      )}
      {offered.length > 0 && <Options {...props} offered={offered} />}
    </FieldFrame>
  );
}

function Options(
  props: EnvironmentPickerProps & { offered: EnvironmentSummary[] },
) {
  const t = useText();
  const { offered, formData, onChange } = props;
  const isMultiple = props.uiSchema['ui:options']?.multiple === true;
  const picked = textsIn(formData);
  const isOff = props.disabled || props.readonly;
  const toggle = (name: string, isPicked: boolean) => {
    if (!isMultiple) {
      onChange(name);
      return;
    }
    // Always in the order of promotion, whatever was ticked first.
    const names = offered
      .map(entry => entry.name)
      .filter(other => (other === name ? isPicked : picked.includes(other)));
    onChange(names);
  };
  const isClearable = picked.length > 0 && !props.required && !isOff;
  return (
    <>
      <EnvironmentList>
        {offered.map(environment => (
          <EnvironmentOption
            key={environment.name}
            environment={environment}
            group={props.idSchema?.$id ?? props.name}
            isMultiple={isMultiple}
            isPicked={picked.includes(environment.name)}
            isOff={isOff || environment.readOnly}
            onPick={isPicked => toggle(environment.name, isPicked)}
          />
        ))}
      </EnvironmentList>
      {isClearable && !isMultiple && (
        <div>
          <ActionButton dense look="quiet" onClick={() => onChange(undefined)}>
            {t('fields.clear')}
          </ActionButton>
        </div>
      )}
    </>
  );
}
