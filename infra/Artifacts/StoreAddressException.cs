namespace Foldline.Artifacts;

/// <summary>The text that says where artifacts are kept cannot be understood. The sentence never repeats a text that may hold a key.</summary>
/// <param name="message">What is wrong, and what is expected.</param>
public sealed class StoreAddressException(string message) : FormatException(message);
