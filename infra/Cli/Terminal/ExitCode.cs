namespace Foldline.Cli.Terminal;

/// <summary>What the process says to the shell. A batch with a failed target never says 0.</summary>
public static class ExitCode
{
    /// <summary>All targets succeeded.</summary>
    public const int Success = 0;

    /// <summary>A fault of this program; its trace was written to a file that the message names.</summary>
    public const int Fault = 1;

    /// <summary>Bad usage or input; nothing was started.</summary>
    public const int BadInput = 2;

    /// <summary>The work finished, and some of it failed (see failures.csv).</summary>
    public const int SomeFailed = 3;

    /// <summary>Something this machine lacks: a program, a device, disk space, a folder that can be written.</summary>
    public const int MachineLacks = 4;

    /// <summary>Cancelled by the user.</summary>
    public const int Cancelled = 130;
}
