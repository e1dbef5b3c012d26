namespace Foldline.Structures.Mmcif;

/// <summary>A bond the file lists beside those of sequence and components (<c>struct_conn</c>).</summary>
/// <param name="Type"><c>covale</c>, <c>disulf</c>, <c>metalc</c>, <c>hydrog</c> and the like.</param>
/// <param name="First">One end.</param>
/// <param name="Second">The other end.</param>
public sealed record MmcifConnection(string Type, MmcifConnectionEnd First, MmcifConnectionEnd Second);
