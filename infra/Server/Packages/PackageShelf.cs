namespace Foldline.Server.Packages;

/// <summary>Where pages find npm's packages, from the moment they are there; until then, what a page says instead. The server listens meanwhile.</summary>
/// <param name="folder">The packages' folder, or <c>null</c> while they are not there.</param>
public sealed class PackageShelf(string? folder = null)
{
    private volatile State _state = new(folder, $"The designer is not installed. {PagePackages.Remedy}", IsComing: false);

    /// <summary>The folder, or <c>null</c>.</summary>
    public string? Folder => _state.Folder;

    /// <summary>What a page says while there is no folder.</summary>
    public string Note => _state.Note;

    /// <summary>Whether the packages are on their way, so that asking again in a moment helps.</summary>
    public bool IsComing => _state.IsComing;

    /// <summary>They are on their way.</summary>
    public void Expect(string note) => _state = new State(null, note, IsComing: true);

    /// <summary>They will not come.</summary>
    public void GiveUp(string note) => _state = new State(null, note, IsComing: false);

    /// <summary>They are there.</summary>
    public void Put(string where) => _state = new State(where, "", IsComing: false);

    private sealed record State(string? Folder, string Note, bool IsComing);
}
