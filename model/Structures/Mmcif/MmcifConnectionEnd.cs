namespace Foldline.Structures.Mmcif;

/// <summary>One atom of a connection.</summary>
/// <param name="ChainId">The <c>label_asym_id</c>.</param>
/// <param name="SequenceNumber">The position in the polymer; <c>null</c> outside polymers.</param>
/// <param name="AuthorNumber">The author's residue number.</param>
/// <param name="Component">The component code.</param>
/// <param name="Atom">The atom's name.</param>
public sealed record MmcifConnectionEnd(string ChainId, int? SequenceNumber, string AuthorNumber, string Component, string Atom);
