using System.Collections.Concurrent;

namespace Foldline.Workflows;

/// <summary>
/// The arrows of a flowchart, prepared: where it starts, which arrows lead back into a loop, and which node can still reach which over the other arrows.
/// </summary>
internal sealed class FlowGraph
{
    private readonly Dictionary<string, List<int>> _out = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _forwardIn = new(StringComparer.Ordinal);
    private readonly HashSet<int> _back = [];
    private readonly ConcurrentDictionary<string, HashSet<string>> _reach = new(StringComparer.Ordinal);

    public FlowGraph(ActivityNode flowchart)
    {
        var nodes = flowchart.Activities;
        var ids = nodes.Select(node => node.Id).ToHashSet(StringComparer.Ordinal);
        Connections = [.. flowchart.Connections.Where(arrow => ids.Contains(arrow.Source) && ids.Contains(arrow.Target))];
        for (var i = 0; i < Connections.Count; i++) Add(_out, Connections[i].Source, i);
        var entered = Connections.Select(arrow => arrow.Target).ToHashSet(StringComparer.Ordinal);
        Start = (nodes.FirstOrDefault(node => node.Type == "Elsa.Start") ?? nodes.FirstOrDefault(node => node.CanStart)
                 ?? nodes.FirstOrDefault(node => !entered.Contains(node.Id)) ?? nodes.FirstOrDefault())?.Id;
        FindBackArrows();
        for (var i = 0; i < Connections.Count; i++)
            if (!_back.Contains(i)) Add(_forwardIn, Connections[i].Target, i);
    }

    /// <summary>The arrows whose ends both exist.</summary>
    public IReadOnlyList<Connection> Connections { get; }

    /// <summary>The node it starts with: Elsa's order of choice. <c>null</c> for an empty flowchart.</summary>
    public string? Start { get; }

    /// <summary>Indices of the arrows leaving a node by a port.</summary>
    public IEnumerable<int> Leaving(string node, string port) => _out.TryGetValue(node, out var arrows)
        ? arrows.Where(i => Connections[i].SourcePort == port) : [];

    /// <summary>Indices of the arrows entering a node, without those that close a loop.</summary>
    public IReadOnlyList<int> Entering(string node) => _forwardIn.TryGetValue(node, out var arrows) ? arrows : [];

    /// <summary>Whether an arrow closes a loop.</summary>
    public bool IsBack(int arrow) => _back.Contains(arrow);

    /// <summary>Whether <paramref name="from"/> leads to <paramref name="to"/> without going back through a loop.</summary>
    public bool Reaches(string from, string to)
    {
        if (_reach.TryGetValue(from, out var known)) return known.Contains(to);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var node))
            foreach (var i in _out.GetValueOrDefault(node, []))
                if (!_back.Contains(i) && seen.Add(Connections[i].Target)) open.Push(Connections[i].Target);
        _reach[from] = seen;
        return seen.Contains(to);
    }

    /// <summary>Depth-first from the start; an arrow to a node still on the path closes a loop. The stack is our own: a chart may be long.</summary>
    private void FindBackArrows()
    {
        var state = new Dictionary<string, int>(StringComparer.Ordinal);          // 1 on the path, 2 left
        foreach (var root in Connections.Select(arrow => arrow.Source).Prepend(Start).OfType<string>())
        {
            if (state.ContainsKey(root)) continue;
            var path = new Stack<(string Node, int Next)>([(root, 0)]);
            state[root] = 1;
            while (path.TryPop(out var at))
            {
                var arrows = _out.GetValueOrDefault(at.Node, []);
                if (at.Next >= arrows.Count)
                {
                    state[at.Node] = 2;
                    continue;
                }
                path.Push((at.Node, at.Next + 1));
                var target = Connections[arrows[at.Next]].Target;
                if (!state.TryGetValue(target, out var seen))
                {
                    state[target] = 1;
                    path.Push((target, 0));
                }
                else if (seen == 1)
                {
                    _back.Add(arrows[at.Next]);
                }
            }
        }
    }

    private static void Add(Dictionary<string, List<int>> lists, string key, int value)
    {
        if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = []);
        list.Add(value);
    }
}
