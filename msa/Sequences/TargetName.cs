namespace Foldline.Sequences;

/// <summary>Turns a user's name into one that is safe as a file name everywhere: letters, digits, dot, dash and underscore.</summary>
public static class TargetName
{
    /// <summary>The longest name kept; the longest output file appends about 60 characters and a file system allows 255.</summary>
    public const int MaximumLength = 120;

    /// <summary>The safe form of a name; the empty text where no letter or digit is left.</summary>
    public static string Sanitise(string name)
    {
        var trimmed = name.Trim();
        if (!trimmed.Any(char.IsAsciiLetterOrDigit)) return "";
        var safe = string.Concat(trimmed.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_'));
        if (safe.Length > MaximumLength) safe = safe[..MaximumLength];
        // A leading dot hides a folder, a leading dash looks like an option, a trailing dot vanishes on Windows.
        return safe.TrimEnd('.') is var end && end[0] is '.' or '-' ? "_" + end[1..] : end;
    }
}
