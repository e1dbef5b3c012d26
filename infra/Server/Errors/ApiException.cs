namespace Foldline.Server.Errors;

/// <summary>A request that cannot be answered as it was asked: a status and a sentence for the caller.</summary>
public sealed class ApiException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="status">The HTTP status, 4xx.</param>
    /// <param name="detail">What is wrong and what to do.</param>
    public ApiException(int status, string detail) : base(detail) => Status = status;

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>404: there is nothing of that id in the caller's project.</summary>
    public static ApiException NotFound(string what) => new(404, $"There is no such {what} in this project.");

    /// <summary>409: it is there, but not in a state for this.</summary>
    public static ApiException Conflict(string detail) => new(409, detail);
}
