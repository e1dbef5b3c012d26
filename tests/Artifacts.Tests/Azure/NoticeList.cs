namespace Foldline.Artifacts.Tests;

/// <summary>Keeps every sentence it is told, at once.</summary>
internal sealed class NoticeList : IProgress<string>
{
    private readonly Lock _gate = new();
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_gate) return [.. _all];
        }
    }

    public void Report(string value)
    {
        lock (_gate) _all.Add(value);
    }
}
