using Foldline.Features;
using Foldline.Training.Assemblies;

namespace Foldline.Training.Data;

/// <summary>Keeps the assemblies used last in memory, so that entries drawn often are read once. Faults are not kept.</summary>
/// <param name="source">Where assemblies come from.</param>
/// <param name="atoms">The most atoms kept in all; about 300 bytes each. At least the assembly used last stays.</param>
public sealed class AssemblyCache(IAssemblySource source, long atoms) : IAssemblySource
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _newestFirst = new();
    private long _kept;

    /// <summary>How often an assembly was found here.</summary>
    public long Hits { get; private set; }

    /// <inheritdoc/>
    public Assembly Load(string entry)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(entry, out var found))
            {
                _newestFirst.Remove(found);
                _newestFirst.AddFirst(found);
                Hits++;
                return found.Value.Assembly;
            }
        }
        // Two threads may read the same entry at once; that costs time, not correctness.
        var assembly = source.Load(entry);
        lock (_lock) Keep(entry, assembly);
        return assembly;
    }

    /// <inheritdoc/>
    public IReadOnlyList<EntityAlignments>? Alignments(Assembly assembly) => source.Alignments(assembly);

    private void Keep(string name, Assembly assembly)
    {
        if (_entries.ContainsKey(name)) return;
        _entries.Add(name, _newestFirst.AddFirst(new Entry(name, assembly)));
        _kept += assembly.Resolved.Length;
        while (_kept > atoms && _newestFirst.Count > 1)
        {
            var oldest = _newestFirst.Last!.Value;
            _newestFirst.RemoveLast();
            _entries.Remove(oldest.Name);
            _kept -= oldest.Assembly.Resolved.Length;
        }
    }

    private sealed record Entry(string Name, Assembly Assembly);
}
