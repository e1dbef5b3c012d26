using Foldline.Persistence;
using Foldline.Sequences;
using Foldline.Workflows;

namespace Foldline.Cli.Serving;

/// <summary>Opens the database that <c>--db</c> names; what is wrong with its name or content is told as the option's fault.</summary>
internal static class Databases
{
    public static Task<RunStore> StateAsync(string address, CancellationToken cancellationToken) => OpenAsync(() => StateStores.OpenAsync(address, cancellationToken));

    public static async Task<IDefinitionStore> DefinitionsAsync(string address, CancellationToken cancellationToken) =>
        await OpenAsync(() => DefinitionStore.OpenAsync(address, cancellationToken));

    private static async Task<TStore> OpenAsync<TStore>(Func<Task<TStore>> open)
    {
        try
        {
            return await open();
        }
        catch (RunException fault)
        {
            throw new InputException($"--db: {fault.Message}", fault);
        }
    }
}
