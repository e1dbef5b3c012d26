using Foldline.Persistence.Access;

namespace Foldline.Server.Access;

/// <summary>A key that was just made.</summary>
/// <param name="Text">The key itself: it is shown this once and kept nowhere.</param>
/// <param name="Key">What is kept of it.</param>
public sealed record NewKey(string Text, AccessKey Key);
