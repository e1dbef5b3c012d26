using Foldline.Server.Access;

namespace Foldline.Server.Hosting;

/// <summary>How the server listens and what it allows.</summary>
public sealed record ServerOptions
{
    /// <summary>The address it listens on; default http://127.0.0.1:5080. Port 0 takes a free one.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:5080");

    /// <summary>Where it keeps what is its own: the first key, uploads on their way. A full path.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The database, <c>sqlite:PATH</c> or <c>postgres:CONNECTION</c>.</summary>
    public required string Database { get; init; }

    /// <summary>A certificate with its key (.pfx or .pem) for https; needed where the address begins with https.</summary>
    public string? Certificate { get; init; }

    /// <summary>Whether plain http may be served to other machines; default no. Behind a proxy that speaks TLS it may.</summary>
    public bool AllowRemoteHttp { get; init; }

    /// <summary>The largest body of an ordinary request, bytes; default 1 MiB.</summary>
    public long LargestBody { get; init; } = 1 << 20;

    /// <summary>The largest body of a submission, bytes; default 64 MiB: 20,000 targets with room to spare.</summary>
    public long LargestSubmission { get; init; } = 64L << 20;

    /// <summary>How often may be asked.</summary>
    public RateOptions Rates { get; init; } = new();

    /// <summary>How long requests and background work may take to end when the server stops; default 4 seconds.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Where the npm packages of the pages are installed; <c>null</c> where they are not yet, and pages say so.</summary>
    public string? PackageFolder { get; init; }

    /// <summary>Whether webhooks may point at this machine and at private addresses; default no, so that nobody makes the server ask its neighbours.</summary>
    public bool AllowPrivateWebhooks { get; init; }

    /// <summary>The version that is shown.</summary>
    public string Version { get; init; } = "0.0.0";
}
