import { act, renderHook, waitFor } from '@testing-library/react';
import { useOnce } from './useOnce';

describe('useOnce', () => {
  it('asks once for each key, and again when told to', async () => {
    let asked = 0;
    const load = jest.fn(async () => {
      asked += 1;
      return asked;
    });
    const { result, rerender } = renderHook(
      ({ name }: { name: string | undefined }) => useOnce(name, load),
      { initialProps: { name: 'a' } as { name: string | undefined } },
    );
    expect(result.current.isLoading).toBe(true);
    await waitFor(() => expect(result.current.data).toBe(1));
    rerender({ name: 'a' });
    expect(load).toHaveBeenCalledTimes(1);
    rerender({ name: 'b' });
    expect(result.current.data).toBeUndefined();
    await waitFor(() => expect(result.current.data).toBe(2));
    act(() => result.current.refresh());
    await waitFor(() => expect(result.current.data).toBe(3));
    rerender({ name: undefined });
    expect(result.current).toMatchObject({ data: undefined, isLoading: false });
  });

  it('says why it failed', async () => {
    const { result } = renderHook(() =>
      useOnce('a', async () => {
        throw new Error('away');
      }),
    );
    await waitFor(() => expect(result.current.error?.message).toBe('away'));
    expect(result.current.isLoading).toBe(false);
  });
});
