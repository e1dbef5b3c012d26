using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Foldline.Network.Weights;

/// <summary>
/// Reads the part of Python's pickle format (protocols 2 to 5) that <c>torch.save</c> writes, as pure data: a stack machine that builds lists, dictionaries,
/// numbers and tensor descriptions. It has no way to run anything; see <see cref="PickleNames"/>.
/// </summary>
internal ref struct PickleMachine
{
    private static readonly object Mark = new();
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly List<object?> _stack = [];
    private readonly Dictionary<long, object?> _memo = [];
    private int _position;

    private PickleMachine(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Reads one pickle from the start of <paramref name="bytes"/> and says how many bytes it took.</summary>
    public static object? Load(ReadOnlySpan<byte> bytes, out int used)
    {
        var machine = new PickleMachine(bytes);
        try
        {
            object? result = machine.Run();
            used = machine._position;
            return result;
        }
        catch (DecoderFallbackException)
        {
            throw new PickleFault($"a text at byte {machine._position} is not UTF-8.");
        }
    }

    private object? Run()
    {
        while (true)
        {
            byte code = Take(1)[0];
            switch (code)
            {
                case 0x80: Take(1); break;                                                           // PROTO
                case 0x95: Take(8); break;                                                           // FRAME
                case (byte)'.': return Pop();                                                        // STOP
                case (byte)'(': _stack.Add(Mark); break;                                             // MARK
                case (byte)'0': Pop(); break;                                                        // POP
                case (byte)'N': _stack.Add(null); break;                                             // NONE
                case 0x88: _stack.Add(true); break;                                                  // NEWTRUE
                case 0x89: _stack.Add(false); break;                                                 // NEWFALSE
                case (byte)'K': _stack.Add((long)Take(1)[0]); break;                                 // BININT1
                case (byte)'M': _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break; // BININT2
                case (byte)'J': _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;  // BININT
                case 0x8a: _stack.Add(Integer(Take(1)[0])); break;                                   // LONG1
                case 0x8b: _stack.Add(Integer(Length(4))); break;                                    // LONG4
                case (byte)'G': _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;    // BINFLOAT
                case (byte)'X': _stack.Add(Text(Length(4))); break;                                  // BINUNICODE
                case 0x8c: _stack.Add(Text(Take(1)[0])); break;                                      // SHORT_BINUNICODE
                case 0x8d: _stack.Add(Text(Length(8))); break;                                       // BINUNICODE8
                case (byte)'T' or (byte)'B': _stack.Add(Take(Length(4)).ToArray()); break;           // BINSTRING, BINBYTES
                case (byte)'U' or (byte)'C': _stack.Add(Take(Take(1)[0]).ToArray()); break;          // SHORT_BINSTRING, SHORT_BINBYTES
                case 0x8e: _stack.Add(Take(Length(8)).ToArray()); break;                             // BINBYTES8
                case (byte)'q': _memo[Take(1)[0]] = Peek(); break;                                   // BINPUT
                case (byte)'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek(); break; // LONG_BINPUT
                case 0x94: _memo[_memo.Count] = Peek(); break;                                       // MEMOIZE
                case (byte)'h': _stack.Add(Recall(Take(1)[0])); break;                               // BINGET
                case (byte)'j': _stack.Add(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break; // LONG_BINGET
                case (byte)')': _stack.Add(new PickleTuple([])); break;                              // EMPTY_TUPLE
                case 0x85: Group(1); break;                                                          // TUPLE1
                case 0x86: Group(2); break;                                                          // TUPLE2
                case 0x87: Group(3); break;                                                          // TUPLE3
                case (byte)'t': _stack.Add(new PickleTuple(PopToMark())); break;                     // TUPLE
                case (byte)']': _stack.Add(new List<object?>()); break;                              // EMPTY_LIST
                case 0x8f: _stack.Add(new List<object?>()); break;                                   // EMPTY_SET
                case 0x91: _stack.Add(new List<object?>(PopToMark())); break;                        // FROZENSET
                case (byte)'l': _stack.Add(new List<object?>(PopToMark())); break;                   // LIST
                case (byte)'}': _stack.Add(new PickleDictionary()); break;                           // EMPTY_DICT
                case (byte)'a': Append([Pop()]); break;                                              // APPEND
                case (byte)'e' or 0x90: Append(PopToMark()); break;                                  // APPENDS, ADDITEMS
                case (byte)'s': SetItem(); break;                                                    // SETITEM
                case (byte)'u': SetItems(PopToMark()); break;                                        // SETITEMS
                case (byte)'b': Pop(); _ = Peek(); break;                                            // BUILD: attributes beside the data
                case (byte)'c': _stack.Add(PickleNames.Check(new PickleName(Line(), Line()))); break;// GLOBAL
                case 0x93: StackGlobal(); break;                                                     // STACK_GLOBAL
                case (byte)'R' or 0x81: Reduce(); break;                                             // REDUCE, NEWOBJ
                case (byte)'Q': _stack.Add(PickleNames.Storage(Pop())); break;                       // BINPERSID
                default: throw new PickleFault($"the pickle code 0x{code:x2} at byte {_position - 1} is not one that weights files use.");
            }
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _position) throw new PickleFault($"the pickle ends in the middle, at byte {_bytes.Length}.");
        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }

    private int Length(int bytes)
    {
        ulong length = bytes == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(Take(4)) : BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
        if (length > (ulong)(_bytes.Length - _position)) throw new PickleFault($"a text or number at byte {_position} is longer than the file.");
        return (int)length;
    }

    private string Text(int length) => StrictUtf8.GetString(Take(length));

    private object Integer(int length)
    {
        var value = new BigInteger(Take(length));
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : value;
    }

    private string Line()
    {
        int end = _bytes[_position..].IndexOf((byte)'\n');
        if (end < 0) throw new PickleFault("a name is not ended.");
        string line = StrictUtf8.GetString(_bytes.Slice(_position, end));
        _position += end + 1;
        return line;
    }

    private readonly object? Peek() =>
        _stack.Count > 0 && !ReferenceEquals(_stack[^1], Mark) ? _stack[^1] : throw new PickleFault("the pickle's stack is empty.");

    private readonly object? Pop()
    {
        object? top = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private readonly object?[] PopToMark()
    {
        int mark = _stack.FindLastIndex(item => ReferenceEquals(item, Mark));
        if (mark < 0) throw new PickleFault("a group in the pickle has no beginning.");
        object?[] items = [.. _stack.Skip(mark + 1)];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private readonly void Group(int count)
    {
        object?[] items = new object?[count];
        for (int index = count - 1; index >= 0; index--) items[index] = Pop();
        _stack.Add(new PickleTuple(items));
    }

    private readonly object? Recall(long key) =>
        _memo.TryGetValue(key, out object? value) ? value : throw new PickleFault($"the pickle recalls item {key}, which it never kept.");

    private readonly void Append(object?[] items)
    {
        if (Peek() is List<object?> list) list.AddRange(items);
        else if (Peek() is not PickleOpaque) throw new PickleFault("items are added to something that is not a list.");
    }

    private readonly void SetItem()
    {
        object? value = Pop(), key = Pop();
        SetItems([key, value]);
    }

    private readonly void SetItems(object?[] items)
    {
        if (items.Length % 2 != 0) throw new PickleFault("a dictionary key has no value.");
        if (Peek() is PickleOpaque) return;
        if (Peek() is not PickleDictionary dictionary) throw new PickleFault("entries are set on something that is not a dictionary.");
        for (int index = 0; index < items.Length; index += 2) dictionary.Entries.Add(new(items[index], items[index + 1]));
    }

    private readonly void StackGlobal()
    {
        object? name = Pop(), module = Pop();
        if (name is not string nameText || module is not string moduleText) throw new PickleFault("a name is not text.");
        _stack.Add(PickleNames.Check(new PickleName(moduleText, nameText)));
    }

    private readonly void Reduce()
    {
        object? arguments = Pop(), callable = Pop();
        _stack.Add(PickleNames.Reduce(callable, arguments));
    }
}
