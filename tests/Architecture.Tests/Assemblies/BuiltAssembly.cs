using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Latchwork.Architecture.Tests.Assemblies;

/// <summary>A built assembly, read without loading it.</summary>
internal sealed class BuiltAssembly : IDisposable
{
    private static readonly SignatureNames Signatures = new();

    private readonly PEReader file;
    private readonly MetadataReader reader;

    private BuiltAssembly(string path)
    {
        file = new PEReader(File.OpenRead(path));
        reader = file.GetMetadataReader();
        Name = reader.GetString(reader.GetAssemblyDefinition().Name);
    }

    public string Name { get; }

    /// <param name="project">A project under src, such as <c>Domain</c>.</param>
    public static BuiltAssembly Of(string project) => new(Path.Combine(AppContext.BaseDirectory, $"Latchwork.{project}.dll"));

    /// <summary>Who refers to what, in signatures, attributes and method bodies.</summary>
    public IEnumerable<(TypeName From, TypeName To)> References() =>
        (
            from handle in reader.TypeDefinitions
            let owner = NameOf(handle)
            from used in UsedBy(reader.GetTypeDefinition(handle))
            from name in NamesOf(used)
            where name != owner
            select (owner, name)
        ).Distinct();

    public IEnumerable<DefinedType> Types() =>
        from handle in reader.TypeDefinitions
        let type = reader.GetTypeDefinition(handle)
        where type.GetDeclaringType().IsNil && !reader.GetString(type.Name).StartsWith('<')
        select new DefinedType(NameOf(handle), type.Attributes, ShownBy(handle).SelectMany(NamesOf).ToHashSet());

    /// <summary>The types of this assembly that others of it derive from.</summary>
    public IReadOnlySet<TypeName> BaseTypes() =>
        reader
            .TypeDefinitions.Select(reader.GetTypeDefinition)
            .Where(type => !type.BaseType.IsNil)
            .SelectMany(type => NamesOf(type.BaseType))
            .ToHashSet();

    public void Dispose() => file.Dispose();

    private IEnumerable<EntityHandle> UsedBy(TypeDefinition type) =>
        [
            .. ShapeOf(type),
            .. type.GetFields().SelectMany(field => reader.GetFieldDefinition(field).DecodeSignature(Signatures, null)),
            .. type.GetMethods().SelectMany(method => UsedBy(reader.GetMethodDefinition(method))),
            .. type.GetCustomAttributes().Select(attribute => reader.GetCustomAttribute(attribute).Constructor),
        ];

    private IEnumerable<EntityHandle> UsedBy(MethodDefinition method)
    {
        IEnumerable<EntityHandle> signature =
        [
            .. SignatureOf(method),
            .. method.GetCustomAttributes().Select(attribute => reader.GetCustomAttribute(attribute).Constructor),
        ];
        if (method.RelativeVirtualAddress == 0)
        {
            return signature;
        }

        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        ImmutableArray<EntityHandle> locals = body.LocalSignature.IsNil
            ? []
            : [.. reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(Signatures, null).SelectMany(local => local)];
        return [.. signature, .. locals, .. MethodBodies.Tokens(body), .. body.ExceptionRegions.Select(region => region.CatchType)];
    }

    /// <summary>What a caller of the type's public members has to name.</summary>
    private IEnumerable<EntityHandle> ShownBy(TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var fields = type.GetFields().Select(reader.GetFieldDefinition).Where(field => IsShown(field.Attributes));
        var methods = type.GetMethods().Select(reader.GetMethodDefinition).Where(method => IsShown(method.Attributes));
        var nested = type.GetNestedTypes()
            .Where(inner => (reader.GetTypeDefinition(inner).Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.NestedPublic);
        return
        [
            .. ShapeOf(type),
            .. fields.SelectMany(field => field.DecodeSignature(Signatures, null)),
            .. methods.SelectMany(SignatureOf),
            .. nested.SelectMany(ShownBy),
        ];
    }

    private IEnumerable<EntityHandle> ShapeOf(TypeDefinition type) =>
        [
            type.BaseType,
            .. type.GetInterfaceImplementations().Select(implemented => reader.GetInterfaceImplementation(implemented).Interface),
            .. ConstraintsOf(type.GetGenericParameters()),
        ];

    private IEnumerable<EntityHandle> SignatureOf(MethodDefinition method)
    {
        var signature = method.DecodeSignature(Signatures, null);
        return
        [
            .. signature.ReturnType,
            .. signature.ParameterTypes.SelectMany(parameter => parameter),
            .. ConstraintsOf(method.GetGenericParameters()),
        ];
    }

    private IEnumerable<EntityHandle> ConstraintsOf(GenericParameterHandleCollection parameters) =>
        from parameter in parameters
        from constraint in reader.GetGenericParameter(parameter).GetConstraints()
        select reader.GetGenericParameterConstraint(constraint).Type;

    private static bool IsShown(FieldAttributes field) =>
        (field & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family;

    private static bool IsShown(MethodAttributes method) =>
        (method & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family;

    /// <summary>The types that a token stands for, generic arguments included.</summary>
    private IEnumerable<TypeName> NamesOf(EntityHandle handle) =>
        handle.IsNil
            ? []
            : handle.Kind switch
            {
                HandleKind.TypeDefinition => [NameOf((TypeDefinitionHandle)handle)],
                HandleKind.TypeReference => [NameOf((TypeReferenceHandle)handle)],
                HandleKind.TypeSpecification => Signatures
                    .GetTypeFromSpecification(reader, null, (TypeSpecificationHandle)handle, 0)
                    .SelectMany(NamesOf),
                HandleKind.MethodDefinition => NamesOf(reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType()),
                HandleKind.FieldDefinition => NamesOf(reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()),
                HandleKind.MemberReference => NamesOf(reader.GetMemberReference((MemberReferenceHandle)handle)),
                HandleKind.MethodSpecification => NamesOf(reader.GetMethodSpecification((MethodSpecificationHandle)handle)),
                _ => [],
            };

    private IEnumerable<TypeName> NamesOf(MemberReference member)
    {
        IEnumerable<EntityHandle> shown =
            member.GetKind() == MemberReferenceKind.Field ? member.DecodeFieldSignature(Signatures, null) : Shown(member);
        return [.. NamesOf(member.Parent), .. shown.SelectMany(NamesOf)];
    }

    private static IEnumerable<EntityHandle> Shown(MemberReference method)
    {
        var signature = method.DecodeMethodSignature(Signatures, null);
        return [.. signature.ReturnType, .. signature.ParameterTypes.SelectMany(parameter => parameter)];
    }

    private IEnumerable<TypeName> NamesOf(MethodSpecification method) =>
        [.. NamesOf(method.Method), .. method.DecodeSignature(Signatures, null).SelectMany(argument => argument).SelectMany(NamesOf)];

    private TypeName NameOf(TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = reader.GetTypeDefinition(type.GetDeclaringType());
        }

        return Named(Name, type.Namespace, type.Name);
    }

    private TypeName NameOf(TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }

        var from =
            type.ResolutionScope.Kind == HandleKind.AssemblyReference
                ? reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
                : Name;
        return Named(from, type.Namespace, type.Name);
    }

    private TypeName Named(string assembly, StringHandle space, StringHandle name)
    {
        var within = reader.GetString(space);
        return new TypeName(assembly, within, $"{within}.{reader.GetString(name)}");
    }
}

/// <param name="Shows">The types in the signatures of its public members.</param>
internal sealed record DefinedType(TypeName Name, TypeAttributes Attributes, IReadOnlySet<TypeName> Shows)
{
    public bool IsPublic => (Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public;

    public bool IsOpenClass =>
        (Attributes & (TypeAttributes.Sealed | TypeAttributes.Abstract | TypeAttributes.Interface)) == TypeAttributes.NotPublic;
}
