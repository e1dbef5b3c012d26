namespace Foldline.Training.Runs;

/// <summary>One sample of one entry in an evaluation.</summary>
/// <param name="Step">Optimiser steps taken so far.</param>
/// <param name="Entry">The entry.</param>
/// <param name="HeldOut">Whether it is never trained on.</param>
/// <param name="Sample">The sample, counted from 0.</param>
/// <param name="Lddt">lDDT over all resolved heavy atoms, 0 to 1.</param>
/// <param name="Rmsd">Å, over the same atoms after superposition.</param>
/// <param name="Plddt">The model's own pLDDT, averaged over atoms, 0 to 100.</param>
/// <param name="Clashes">Pairs of atoms of different residues closer than 1.1 Å.</param>
/// <param name="Score">The score by which a run would rank it.</param>
/// <param name="SamplerSteps">The sampler steps it was made with.</param>
public sealed record EvaluationRow(
    long Step, string Entry, bool HeldOut, int Sample, double Lddt, double Rmsd, double Plddt, int Clashes, double Score = double.NaN, int SamplerSteps = 0);
