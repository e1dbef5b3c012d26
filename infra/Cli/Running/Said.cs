namespace Foldline.Cli.Running;

/// <summary>What a user said: the option, else the environment.</summary>
internal static class Said
{
    /// <summary>The option's text, else the variable's, else <c>null</c>; blanks say nothing.</summary>
    public static string? By(string? option, string variable) =>
        !string.IsNullOrWhiteSpace(option) ? option : Environment.GetEnvironmentVariable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
