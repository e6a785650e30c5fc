import { Fragment } from 'react';

/** `staging/storefront`, broken after the slash where it must be broken. */
export function TargetName(props: { name: string }) {
  return (
    <>
      {props.name.split('/').map((part, index) => (
        <Fragment key={index}>
          {index > 0 && (
            <>
              /<wbr />
            </>
          )}
          {part}
        </Fragment>
      ))}
    </>
  );
}
