namespace Foldline.Ranking.Interfaces;

/// <summary>A residue (or a ligand token) as interface scores see it.</summary>
/// <param name="Token">Its row and column in the PAE matrix.</param>
/// <param name="Atom">The atom that stands for it in contacts and pLDDT.</param>
internal readonly record struct InterfaceSite(int Token, int Atom);
