using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Latchwork.Architecture.Tests.Assemblies;

/// <summary>The tokens in a method's instructions.</summary>
internal static class MethodBodies
{
    private static readonly FrozenDictionary<int, OpCode> Known = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToFrozenDictionary(code => (int)(ushort)code.Value);

    public static IEnumerable<EntityHandle> Tokens(MethodBodyBlock body)
    {
        var found = new List<EntityHandle>();
        var il = body.GetILReader();
        while (il.RemainingBytes > 0)
        {
            int first = il.ReadByte();
            var code = Known[first == 0xFE ? 0xFE00 | il.ReadByte() : first];
            if (code.OperandType is OperandType.InlineType or OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok)
            {
                found.Add(MetadataTokens.EntityHandle(il.ReadInt32()));
            }
            else
            {
                il.Offset += SizeOfOperand(code, il);
            }
        }

        return found;
    }

    private static int SizeOfOperand(OpCode code, BlobReader il) =>
        code.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + (4 * il.ReadInt32()),
            _ => 4,
        };
}
