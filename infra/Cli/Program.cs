namespace Foldline.Cli;

/// <summary>The entry point of <c>foldline</c>.</summary>
public static class Program
{
    /// <summary>Runs the command line and returns the documented exit code.</summary>
    public static Task<int> Main(string[] arguments) => Task.FromResult(arguments.Length == 0 ? 2 : 0);
}
